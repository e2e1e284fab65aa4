import { Egress, EgressError } from '@trellis/egress';
import type { ComfyServerAddress } from './comfy-requests.ts';
import { isObject } from './read-json.ts';

/** What a socket has heard. A hint and never the truth: an open socket can stay deaf. */
export interface ComfyHint {
  promptId: string;
  /** Steps of the sampler that runs. Null: the prompt has gone on. */
  progress: { value: number; max: number } | null;
  /** It has ended, or its last node has. */
  isEnd: boolean;
}

const ENDS = ['execution_success', 'execution_error', 'execution_interrupted'];

/** Listens to a server until it is closed or the connection ends. Messages that it cannot read are left out. */
export class ComfySocket {
  private constructor(
    private readonly socket: Awaited<ReturnType<Egress['webSocket']>>,
    readonly ended: Promise<void>,
  ) {}

  /** Undefined: there is no connection. The token of a proxy cannot be sent. */
  static async open(
    { baseUrl }: ComfyServerAddress,
    clientId: string,
    hear: (hint: ComfyHint) => void,
  ): Promise<ComfySocket | undefined> {
    const url = `${baseUrl.replace(/^http/, 'ws').replace(/\/*$/, '/')}ws?clientId=${encodeURIComponent(clientId)}`;
    try {
      const socket = await new Egress({ configured: [baseUrl] }).webSocket(url);
      const ended = new Promise<void>((resolve) => socket.addEventListener('close', () => resolve()));
      socket.addEventListener('message', ({ data }) => {
        const hint = hintOf(data);
        if (hint) hear(hint);
      });
      return new ComfySocket(socket, ended);
    } catch (error) {
      if (error instanceof EgressError) return undefined;
      throw error;
    }
  }

  close(): void {
    this.socket.close();
  }
}

const isWithin = (value: number, max: number): boolean => value >= 0 && value <= max && max > 0;
const MOST_CHARACTERS = 1_048_576;

/** Frames that are no text are previews. */
export function hintOf(frame: unknown): ComfyHint | undefined {
  const { type, data } = parsed(frame);
  if (!isObject(data) || typeof data['prompt_id'] !== 'string') return undefined;
  const { prompt_id: promptId, value, max } = data;
  const isEnd = ENDS.includes(String(type)) || (type === 'executing' && data['node'] === null);
  if (type !== 'progress') return { promptId, progress: null, isEnd };
  const isNumbered = Number.isFinite(value) && Number.isFinite(max) && isWithin(value as number, max as number);
  return isNumbered ? { promptId, progress: { value: value as number, max: max as number }, isEnd } : undefined;
}

function parsed(frame: unknown): Readonly<Record<string, unknown>> {
  if (typeof frame !== 'string' || frame.length > MOST_CHARACTERS) return {};
  try {
    const message: unknown = JSON.parse(frame);
    return isObject(message) ? message : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
