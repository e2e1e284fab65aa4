import { GraphCheck, type ValidationOptions } from './check-graph.ts';
import type { Graph, GraphNode } from './graph.ts';
import { NODES } from './nodes.ts';
import { promptError, type PromptError } from './prompt-error.ts';
import { textOf } from './text-of.ts';

export interface NodeErrors {
  errors: PromptError[];
  dependent_outputs: string[];
  class_type: unknown;
}

/** What a server finds in a graph. `error`: it is refused. Otherwise the outputs that are left are executed. */
export interface Validation {
  error?: PromptError;
  outputs: string[];
  nodeErrors: Record<string, NodeErrors>;
}

const titleOf = (node: GraphNode, id: string): string => node._meta?.title ?? textOf(node.class_type ?? id);

export function validatePrompt(graph: Graph, { hasImage, isOld }: ValidationOptions): Validation {
  const unknown = unknownNode(graph, isOld);
  if (unknown) return { error: unknown, outputs: [], nodeErrors: {} };
  const outputs = Object.keys(graph).filter((id) => NODES.get(String(graph[id]?.class_type))?.isOutput);
  if (outputs.length === 0)
    return { error: promptError('prompt_no_outputs', 'Prompt has no outputs'), outputs, nodeErrors: {} };
  const found = new Map<string, PromptError[]>();
  const check = new GraphCheck(graph, found, { hasImage, isOld });
  const good = outputs.filter((id) => check.isValid(id, []));
  const nodeErrors: Record<string, NodeErrors> = {};
  for (const output of outputs.filter((id) => !good.includes(id)))
    for (const id of check.reached(output)) {
      const errors = found.get(id);
      if (!errors?.length) continue;
      nodeErrors[id] ??= { errors, dependent_outputs: [], class_type: graph[id]?.class_type };
      nodeErrors[id].dependent_outputs.push(output);
    }
  if (good.length > 0) return { outputs: good, nodeErrors };
  const own = outputs.flatMap((id) => found.get(id) ?? []);
  const details = own.map(({ message, details: more }) => `${message}: ${more}`).join('\n');
  return {
    error: promptError('prompt_outputs_failed_validation', 'Prompt outputs failed validation', details),
    outputs,
    nodeErrors,
  };
}

function unknownNode(graph: Graph, isOld: boolean): PromptError | undefined {
  for (const [id, node] of Object.entries(graph)) {
    const { class_type = null } = node;
    const title = titleOf(node, id);
    const facts = { node_id: id, class_type, node_title: title };
    if (isOld && (class_type === null || !NODES.has(textOf(class_type)))) {
      const missing = 'Cannot execute because a node is missing the class_type property.';
      const message =
        class_type === null ? missing : `Cannot execute because node ${textOf(class_type)} does not exist.`;
      return promptError('invalid_prompt', message, `Node ID '#${id}'`);
    }
    if (class_type === null) {
      const message = `Node '${title}' has no class_type. The workflow may be corrupted or a custom node is missing.`;
      return promptError('missing_node_type', message, `Node ID '#${id}'`, facts);
    }
    if (!NODES.has(textOf(class_type))) {
      const message = `Node '${title}' not found. The custom node may not be installed.`;
      return promptError('missing_node_type', message, `Node ID '#${id}'`, facts);
    }
  }
  return undefined;
}
