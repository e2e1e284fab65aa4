import { numberOf } from './exact-json.ts';
import { isLink, type Graph, type GraphNode } from './graph.ts';
import { NODES, type InputSpec } from './nodes.ts';
import { textOf } from './text-of.ts';

export interface PromptError {
  type: string;
  message: string;
  details: string;
  extra_info: Record<string, unknown>;
}

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

const of = (type: string, message: string, details = '', extra_info: Record<string, unknown> = {}): PromptError => ({
  ...{ type, message, details, extra_info },
});
const thrown = (details: string, exception_type: string): PromptError =>
  of('exception_during_validation', 'Exception when validating node', details, { exception_type, traceback: [] });

const titleOf = (node: GraphNode, id: string): string => node._meta?.title ?? textOf(node.class_type ?? id);

export interface ValidationOptions {
  /** Whether `LoadImage` finds a name. */
  hasImage: (name: string) => boolean;
  /** The words of 0.3.64. */
  isOld: boolean;
}

export function validatePrompt(graph: Graph, { hasImage, isOld }: ValidationOptions): Validation {
  const unknown = unknownNode(graph, isOld);
  if (unknown) return { error: unknown, outputs: [], nodeErrors: {} };
  const outputs = Object.keys(graph).filter((id) => NODES.get(String(graph[id]?.class_type))?.isOutput);
  if (outputs.length === 0) return { error: of('prompt_no_outputs', 'Prompt has no outputs'), outputs, nodeErrors: {} };
  const found = new Map<string, PromptError[]>();
  const check = new Check(graph, found, { hasImage, isOld });
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
    error: of('prompt_outputs_failed_validation', 'Prompt outputs failed validation', details),
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
      return of('invalid_prompt', message, `Node ID '#${id}'`);
    }
    if (class_type === null) {
      const message = `Node '${title}' has no class_type. The workflow may be corrupted or a custom node is missing.`;
      return of('missing_node_type', message, `Node ID '#${id}'`, facts);
    }
    if (!NODES.has(textOf(class_type))) {
      const message = `Node '${title}' not found. The custom node may not be installed.`;
      return of('missing_node_type', message, `Node ID '#${id}'`, facts);
    }
  }
  return undefined;
}

class Check {
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

  isValid(id: string, path: readonly string[]): boolean {
    const known = this.done.get(id);
    if (known !== undefined) return known;
    const errors = this.errorsOf(id, [...path, id]);
    this.found.set(id, errors.own);
    this.done.set(id, errors.own.length === 0 && errors.below);
    return errors.own.length === 0 && errors.below;
  }

  private errorsOf(id: string, path: readonly string[]): { own: PromptError[]; below: boolean } {
    const node = this.graph[id] as GraphNode;
    const { required = {} } = NODES.get(String(node.class_type)) ?? {};
    if (!node.inputs) return { own: [thrown(`'inputs'`, 'KeyError')], below: true };
    const own: PromptError[] = [];
    let below = true;
    const names = new Set([...Object.keys(required), ...Object.keys(node.inputs)]);
    for (const name of names) {
      const value = node.inputs[name];
      const spec = required[name];
      if (value === undefined)
        own.push(of('required_input_missing', 'Required input is missing', name, { input_name: name }));
      else if (Array.isArray(value)) {
        const problem = this.linkProblem(name, value, spec, path);
        if (problem) own.push(problem);
        else if (isLink(value) && !this.isValid(value[0], path)) below = false;
      } else if (spec) own.push(...valueProblems(name, value, spec));
    }
    const { image } = node.inputs;
    if (node.class_type === 'LoadImage' && typeof image === 'string' && !this.options.hasImage(image))
      own.push(
        of('custom_validation_failed', 'Custom validation failed for node', `image - Invalid image file: ${image}`, {
          input_name: 'image',
        }),
      );
    return { own, below };
  }

  private linkProblem(
    name: string,
    value: unknown[],
    spec: InputSpec | undefined,
    path: readonly string[],
  ): PromptError | undefined {
    if (!isLink(value)) {
      const facts = { input_name: name, input_config: spec, received_value: value };
      return of('bad_linked_input', 'Bad linked input, must be a length-2 list of [node_id, slot_index]', name, facts);
    }
    const [to, slot] = value;
    if (path.includes(to) && !this.options.isOld) {
      const cycle = [...path.slice(path.indexOf(to)), to].map((id) => `${id} (${String(this.graph[id]?.class_type)})`);
      const facts = { node_id: to, cycle_nodes: path.slice(path.indexOf(to)) };
      return of('dependency_cycle', 'Dependency cycle detected', cycle.join(' -> '), facts);
    }
    if (!this.graph[to]) return thrown(`'${to}'`, 'KeyError');
    const { outputs = 0 } = NODES.get(String(this.graph[to].class_type)) ?? {};
    return slot < outputs ? undefined : thrown('tuple index out of range', 'IndexError');
  }
}

function valueProblems(name: string, value: unknown, spec: InputSpec): PromptError[] {
  const [type, limits] = spec;
  const facts = { input_name: name, input_config: spec, received_value: value };
  if (typeof type !== 'string') {
    if (type.includes(String(value))) return [];
    const details = `${name}: '${String(value)}' not in [${type.map((one) => `'${one}'`).join(', ')}]`;
    return [of('value_not_in_list', 'Value not in list', details, facts)];
  }
  if (type !== 'INT' && type !== 'FLOAT') return [];
  const number = numberOf(value);
  if (!Number.isFinite(number) || (typeof value === 'string' && value.trim() === '')) {
    const exception_message = `invalid literal for int() with base 10: '${String(value)}'`;
    const message = `Failed to convert an input value to a ${type} value`;
    const details = `${name}, ${String(value)}, ${exception_message}`;
    return [of('invalid_input_type', message, details, { ...facts, exception_message })];
  }
  const { min = -Infinity, max = Infinity } = limits as { min?: number; max?: number };
  if (number > max) return [of('value_bigger_than_max', `Value ${number} bigger than max of ${max}`, name, facts)];
  if (number < min) return [of('value_smaller_than_min', `Value ${number} smaller than min of ${min}`, name, facts)];
  return [];
}
