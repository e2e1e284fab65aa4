import { valueProblems } from './check-values.ts';
import { isLink, type Graph, type GraphNode } from './graph.ts';
import { NODES, type InputSpec } from './nodes.ts';
import { promptError, thrown, type Link, type PromptError } from './prompt-error.ts';

export interface ValidationOptions {
  /** Whether `LoadImage` finds a name. */
  hasImage: (name: string) => boolean;
  /** The words of 0.3.64. */
  isOld: boolean;
}

interface LinkedInput {
  name: string;
  value: unknown[];
  spec: InputSpec | undefined;
  via: Link | undefined;
}

/** Checks a graph from its outputs down, each node once. */
export class GraphCheck {
  private readonly done = new Map<string, boolean>();

  private readonly graph: Graph;
  private readonly found: Map<string, PromptError[]>;
  private readonly options: ValidationOptions;

  constructor(graph: Graph, found: Map<string, PromptError[]>, options: ValidationOptions) {
    this.graph = graph;
    this.found = found;
    this.options = options;
  }

  /** The node and what it needs, as far as there are nodes. */
  reached(id: string, seen = new Set<string>()): string[] {
    if (seen.has(id) || !this.graph[id]) return [];
    seen.add(id);
    const inputs = Object.values(this.graph[id].inputs ?? {});
    return [id, ...inputs.flatMap((value) => (isLink(value) ? this.reached(value[0], seen) : []))];
  }

  /** @param path the nodes above @param via the link by which it was reached */
  isValid(id: string, path: readonly string[], via?: Link): boolean {
    const known = this.done.get(id);
    if (known !== undefined) return known;
    const errors = this.errorsOf(id, [...path, id], via);
    this.found.set(id, errors.own);
    this.done.set(id, errors.own.length === 0 && errors.below);
    return errors.own.length === 0 && errors.below;
  }

  private errorsOf(id: string, path: readonly string[], via?: Link): { own: PromptError[]; below: boolean } {
    const node = this.graph[id] as GraphNode;
    const { required = {} } = NODES.get(String(node.class_type)) ?? {};
    if (!node.inputs) return { own: [thrown(`'inputs'`, 'KeyError', via)], below: true };
    const own: PromptError[] = [];
    let below = true;
    const names = new Set([...Object.keys(required), ...Object.keys(node.inputs)]);
    for (const name of names) {
      const value = node.inputs[name];
      const spec = required[name];
      if (value === undefined)
        own.push(promptError('required_input_missing', 'Required input is missing', name, { input_name: name }));
      else if (Array.isArray(value)) {
        const problem = this.linkProblem({ name, value, spec, via }, path);
        if (problem) own.push(problem);
        else if (isLink(value) && !this.isValid(value[0], path, { name, spec, to: value })) below = false;
      } else if (spec) own.push(...valueProblems(name, value, spec));
    }
    const { image } = node.inputs;
    if (node.class_type === 'LoadImage' && typeof image === 'string' && !this.options.hasImage(image))
      own.push(
        promptError(
          'custom_validation_failed',
          'Custom validation failed for node',
          `image - Invalid image file: ${image}`,
          {
            input_name: 'image',
          },
        ),
      );
    return { own, below };
  }

  private linkProblem({ name, value, spec, via }: LinkedInput, path: readonly string[]): PromptError | undefined {
    if (!isLink(value)) {
      const facts = { input_name: name, input_config: spec, received_value: value };
      return promptError(
        'bad_linked_input',
        'Bad linked input, must be a length-2 list of [node_id, slot_index]',
        name,
        facts,
      );
    }
    const [to, slot] = value;
    if (path.includes(to) && !this.options.isOld) {
      const cycle = [...path.slice(path.indexOf(to)), to].map((id) => `${id} (${String(this.graph[id]?.class_type)})`);
      const facts = { node_id: to, cycle_nodes: path.slice(path.indexOf(to)) };
      return promptError('dependency_cycle', 'Dependency cycle detected', cycle.join(' -> '), facts);
    }
    if (!this.graph[to]) return thrown(`'${to}'`, 'KeyError', via);
    const { outputs = 0, oldOutputs = outputs } = NODES.get(String(this.graph[to].class_type)) ?? {};
    const there = slot < (this.options.isOld ? oldOutputs : outputs);
    return there ? undefined : thrown('tuple index out of range', 'IndexError', via);
  }
}
