import { setTimeout as pause } from 'node:timers/promises';
import type { Draw } from './draw.ts';
import { Execution, type NodeResult } from './execution.ts';
import type { Files } from './files.ts';
import { orderOf, type Graph } from './graph.ts';
import type { JournalPrompt } from './journal.ts';
import { NodeFailed, OUT_OF_MEMORY } from './node-failed.ts';
import { NODES } from './nodes.ts';
import { Progress } from './progress.ts';
import type { Script } from './script.ts';
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

const STEP_MS = 40;
const SAMPLERS = ['KSampler', 'KSamplerAdvanced', 'SamplerCustomAdvanced'];

class Interrupted extends Error {}

interface WorkerOptions {
  isInstant: boolean;
  draw?: Draw;
}

/** Executes one prompt: node by node, looking for an interrupt between nodes and at the ticks of a sampler. */
export class Worker {
  interrupted: string | undefined;
  /** Results by what they were made of. */
  private cache = new Map<string, NodeResult>();

  private readonly files: Files;
  private readonly script: Script;
  private readonly tell: Tell;
  private readonly options: WorkerOptions;

  constructor(files: Files, script: Script, tell: Tell, options: WorkerOptions) {
    this.files = files;
    this.script = script;
    this.tell = tell;
    this.options = options;
  }

  forgetCache(): void {
    this.cache = new Map();
  }

  /** @param isOver whether the server has died meanwhile */
  async execute(entry: Entry, isOver: () => boolean): Promise<Ended> {
    const { id: prompt_id, graph, outputs } = entry;
    const progress = new Progress(this.tell, prompt_id, entry.extra['client_id'] as string | undefined);
    const messages: Message[] = [];
    const say = (type: string, data: Record<string, unknown>) => {
      const dated = { prompt_id, ...data, timestamp: Date.now() };
      messages.push([type, dated]);
      progress.event(type, dated);
    };
    const execution = new Execution(graph, this.files, this.options.draw);
    const order = orderOf(graph, outputs);
    const cached = order.filter((id) => this.cache.has(execution.keyOf(id)));
    const ended: Ended = {
      prompt: tupleOf(entry),
      outputs: {},
      status: { status_str: 'success', completed: true, messages },
      meta: {},
    };
    say('execution_start', {});
    say('execution_cached', { nodes: cached });
    const executed: string[] = [];
    for (const id of order) {
      try {
        await this.heldUp(isOver);
        const isCached = cached.includes(id);
        const result = isCached
          ? this.cached(execution, id)
          : await this.node(entry, { execution, progress, id }, isOver);
        if (!isCached) executed.push(id);
        if (result?.shown) {
          ended.outputs[id] = result.shown;
          ended.meta[id] = { node_id: id, display_node: id, parent_node: null, real_node_id: id };
          progress.executed(id, result.shown);
        }
        if (!isCached) progress.finish(id);
      } catch (error) {
        const facts = { node_id: id, node_type: graph[id]?.class_type, executed };
        if (error instanceof Interrupted) say('execution_interrupted', facts);
        else
          say('execution_error', { ...facts, ...explain(error as Error), current_inputs: {}, current_outputs: order });
        ended.status = { status_str: 'error', completed: false, messages };
        return ended;
      }
    }
    say('execution_success', {});
    return ended;
  }

  private cached(execution: Execution, id: string): NodeResult | undefined {
    return this.cache.get(execution.keyOf(id));
  }

  private async node(
    entry: Entry,
    { execution, progress, id }: { execution: Execution; progress: Progress; id: string },
    isOver: () => boolean,
  ): Promise<NodeResult> {
    const { class_type, inputs = {} } = entry.graph[id] ?? {};
    progress.start(id);
    const steps = SAMPLERS.includes(String(class_type)) ? Number(inputs['steps'] ?? 20) : 1;
    for (let value = 1; value <= steps; value += 1) {
      await (this.options.isInstant ? pause(0) : pause(STEP_MS));
      if (isOver() || this.interrupted === entry.id) throw new Interrupted();
      if (steps > 1) progress.step(id, value, steps);
    }
    const isLast = NODES.get(String(class_type))?.isOutput;
    if (isLast && this.script.takes('fail_next')) throw new NodeFailed('the node has failed\n', 'RuntimeError');
    if (isLast && this.script.takes('oom_next')) throw new NodeFailed(OUT_OF_MEMORY, 'torch.OutOfMemoryError');
    const result = await execution.run(id);
    this.cache.set(execution.keyOf(id), result);
    return result;
  }

  /** As long as a test holds the server, or its worker thread is dead. */
  private async heldUp(isOver: () => boolean): Promise<void> {
    while ((this.script.isHeld || this.script.isZombie) && !isOver()) await pause(5);
    if (isOver()) throw new Interrupted();
  }
}

const explain = (error: Error) => ({
  exception_message: error.message,
  exception_type: error instanceof NodeFailed ? error.type : 'Exception',
  traceback: ['  File "<comfyui>/execution.py", line 545, in execute\n'],
});
