import type { Tell } from './worker-messages.ts';

interface NodeProgress {
  value: number;
  max: number;
  state: 'running' | 'finished';
}

/** How far the nodes of a prompt are. A prompt without a client has no other events, and all clients hear these. */
export class Progress {
  private readonly nodes = new Map<string, NodeProgress>();
  private readonly tell: Tell;
  private readonly prompt_id: string;
  private readonly client: string | undefined;

  constructor(tell: Tell, prompt_id: string, client: string | undefined) {
    this.tell = tell;
    this.prompt_id = prompt_id;
    this.client = client;
  }

  start(node: string): void {
    this.set(node, { value: 0, max: 1, state: 'running' });
    this.event('executing', { node, display_node: node, prompt_id: this.prompt_id });
  }

  step(node: string, value: number, max: number): void {
    this.set(node, { value, max, state: 'running' });
    this.event('progress', { value, max, prompt_id: this.prompt_id, node });
  }

  executed(node: string, output: object): void {
    this.event('executed', { node, display_node: node, output, prompt_id: this.prompt_id });
  }

  finish(node: string): void {
    const { max } = this.nodes.get(node) ?? { max: 1 };
    this.set(node, { value: max, max, state: 'finished' });
  }

  /** Only for the client of the prompt. */
  event(type: string, data: Record<string, unknown>): void {
    if (this.client !== undefined) this.tell(type, data, this.client);
  }

  private set(node: string, progress: NodeProgress): void {
    this.nodes.set(node, progress);
    const ids = (id: string) => ({ node_id: id, prompt_id: this.prompt_id, display_node_id: id });
    const nodes = [...this.nodes].map(([id, of]) => [
      id,
      { ...of, ...ids(id), parent_node_id: null, real_node_id: id },
    ]);
    const data = { prompt_id: this.prompt_id, nodes: Object.fromEntries(nodes) as object };
    this.tell('progress_state', data, this.client);
  }
}
