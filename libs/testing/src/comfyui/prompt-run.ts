import { orderOf, type Graph } from './graph.ts';
import type { Execution, NodeResult } from './execution.ts';
import type { JournalPrompt } from './journal.ts';
import { NodeFailed } from './node-failed.ts';
import { Progress } from './progress.ts';
import { textOf } from './text-of.ts';
import type { Tell } from './worker-messages.ts';

/** A prompt that a server has taken. */
export interface Entry {
  number: number;
  id: string;
  graph: Graph;
  extra: Record<string, unknown>;
  outputs: string[];
  journal: JournalPrompt;
}

type Message = [type: string, data: Record<string, unknown>];

/** A prompt that has ended, as `/history` shows it. */
export interface Ended {
  prompt: unknown[];
  outputs: Record<string, object>;
  status: { status_str: 'success' | 'error'; completed: boolean; messages: Message[] };
  meta: Record<string, object>;
}

export const tupleOf = ({ number, id, graph, extra, outputs }: Entry): unknown[] => [number, id, graph, extra, outputs];

export class Interrupted extends Error {}

/** One prompt while it is executed: what its client hears, and what the history will have. */
export class PromptRun {
  readonly entry: Entry;
  readonly execution: Execution;
  readonly order: string[];
  readonly progress: Progress;
  /** Nodes that were not cached. */
  readonly executed: string[] = [];
  private readonly ended: Ended;

  constructor(entry: Entry, tell: Tell, execution: Execution) {
    this.entry = entry;
    this.execution = execution;
    this.order = orderOf(entry.graph, entry.outputs);
    this.progress = new Progress(tell, entry.id, entry.extra['client_id'] as string | undefined);
    const status = { status_str: 'success', completed: true, messages: [] } as Ended['status'];
    this.ended = { prompt: tupleOf(entry), outputs: {}, status, meta: {} };
  }

  start(cached: readonly string[]): void {
    this.say('execution_start', {});
    this.say('execution_cached', { nodes: cached });
  }

  show(id: string, result: NodeResult | undefined): void {
    if (!result?.shown) return;
    this.ended.outputs[id] = result.shown;
    this.ended.meta[id] = { node_id: id, display_node: id, parent_node: null, real_node_id: id };
    this.progress.executed(id, result.shown);
  }

  /** Its client hears of an error; the history has a success without this node. */
  block(id: string): void {
    const error = { exception_message: 'Execution Blocked: Blocked Execution', exception_type: 'ExecutionBlocked' };
    const facts = { node_id: id, node_type: this.entry.graph[id]?.class_type, executed: this.executed };
    const nothing = { traceback: [], current_inputs: [], current_outputs: [] };
    this.progress.event('execution_error', { prompt_id: this.entry.id, ...facts, ...error, ...nothing });
  }

  succeed(): Ended {
    this.say('execution_success', {});
    return this.ended;
  }

  fail(id: string, error: Error): Ended {
    const { class_type: node_type, inputs = {} } = this.entry.graph[id] ?? {};
    const facts = { node_id: id, node_type, executed: this.executed };
    const current_inputs = Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, [textOf(value)]]));
    const more = { ...explain(error), current_inputs, current_outputs: this.order };
    if (error instanceof Interrupted) this.say('execution_interrupted', facts);
    else this.say('execution_error', { ...facts, ...more });
    Object.assign(this.ended.status, { status_str: 'error', completed: false });
    return this.ended;
  }

  private say(type: string, data: Record<string, unknown>): void {
    const dated = { prompt_id: this.entry.id, ...data, timestamp: Date.now() };
    this.ended.status.messages.push([type, dated]);
    this.progress.event(type, dated);
  }
}

const explain = (error: Error) => ({
  exception_message: error.message,
  exception_type: error instanceof NodeFailed ? error.type : 'Exception',
  traceback: ['  File "<comfyui>/execution.py", line 545, in execute\n'],
});
