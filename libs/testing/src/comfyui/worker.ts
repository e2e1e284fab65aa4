import { setTimeout as pause } from 'node:timers/promises';
import type { Draw } from './draw.ts';
import { Execution, type NodeResult } from './execution.ts';
import type { Files } from './files.ts';
import { NodeFailed, OUT_OF_MEMORY } from './node-failed.ts';
import { NODES } from './nodes.ts';
import { Interrupted, PromptRun, type Ended, type Entry } from './prompt-run.ts';
import type { Script } from './script.ts';
import type { Tell } from './worker-messages.ts';

const STEP_MS = 40;
const SAMPLERS = ['KSampler', 'KSamplerAdvanced', 'SamplerCustomAdvanced'];

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
    const tell: Tell = (...event) => (isOver() ? undefined : this.tell(...event));
    const run = new PromptRun(entry, tell, new Execution(entry.graph, this.files, this.options.draw));
    const { execution, order } = run;
    const fault = this.orderedFault();
    const cached = order.filter((id) => this.cache.has(execution.keyOf(id)));
    run.start(cached);
    for (const id of order) {
      try {
        await this.heldUp(isOver);
        if (fault && isOutput(entry, id)) throw fault;
        if (cached.includes(id)) run.show(id, this.cache.get(execution.keyOf(id)));
        else await this.node(run, id, isOver);
      } catch (error) {
        return run.fail(id, error as Error);
      }
    }
    return run.succeed();
  }

  private async node(run: PromptRun, id: string, isOver: () => boolean): Promise<void> {
    const { class_type, inputs = {} } = run.entry.graph[id] ?? {};
    run.progress.start(id);
    const steps = SAMPLERS.includes(String(class_type)) ? Number(inputs['steps'] ?? 20) : 1;
    for (let value = 1; value <= steps; value += 1) {
      await (this.options.isInstant ? pause(0) : pause(STEP_MS));
      if (isOver() || this.interrupted === run.entry.id) throw new Interrupted();
      if (steps > 1) run.progress.step(id, value, steps);
    }
    const result = await run.execution.run(id);
    if (isOver()) throw new Interrupted();
    this.cache.set(run.execution.keyOf(id), result);
    if (result.isBlocked) run.block(id);
    else run.executed.push(id);
    run.show(id, result);
    run.progress.finish(id);
  }

  /** The fault of this prompt, at its first output, also where everything is cached. */
  private orderedFault(): NodeFailed | undefined {
    if (this.script.takes('fail_next')) return new NodeFailed('the node has failed\n', 'RuntimeError');
    return this.script.takes('oom_next') ? new NodeFailed(OUT_OF_MEMORY, 'torch.OutOfMemoryError') : undefined;
  }

  /** As long as a test holds the server, or its worker thread is dead. */
  private async heldUp(isOver: () => boolean): Promise<void> {
    while ((this.script.isHeld || this.script.isZombie) && !isOver()) await pause(5);
    if (isOver()) throw new Interrupted();
  }
}

const isOutput = ({ graph }: Entry, id: string): boolean => NODES.get(String(graph[id]?.class_type))?.isOutput === true;
