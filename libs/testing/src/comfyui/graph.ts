export interface GraphNode {
  class_type?: unknown;
  inputs?: Record<string, unknown>;
  _meta?: { title?: string };
}

/** A graph in the format of the API: nodes by id. */
export type Graph = Record<string, GraphNode>;

/** A link to another node's output. */
export const isLink = (value: unknown): value is [string, number] =>
  Array.isArray(value) && value.length === 2 && typeof value[0] === 'string' && typeof value[1] === 'number';

/** The nodes that this one needs, deepest first, itself last, each once. */
export function orderOf(graph: Graph, outputs: readonly string[]): string[] {
  const order: string[] = [];
  const seen = new Set<string>();
  const visit = (id: string) => {
    if (seen.has(id)) return;
    seen.add(id);
    for (const value of Object.values(graph[id]?.inputs ?? {})) if (isLink(value)) visit(value[0]);
    order.push(id);
  };
  for (const id of outputs) visit(id);
  return order;
}
