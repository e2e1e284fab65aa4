import { FormData } from '@trellis/egress';
import type {
  CancelAnswer,
  FreeAnswer,
  HistoryAnswer,
  NodeAnswer,
  QueueAnswer,
  SubmitAnswer,
  UploadAnswer,
  VersionAnswer,
  ViewAnswer,
} from './answers.ts';
import { ComfyRequests, unexpected, type ComfyResponse, type ComfyServerAddress } from './comfy-requests.ts';
import { faultsOf, refusalOf } from './read-faults.ts';
import { readHistory } from './read-history.ts';
import { nameOf, objectOf, UnreadableAnswer } from './read-json.ts';
import { MARK, readQueue } from './read-queue.ts';

export interface Submission {
  /** A UUID in lower case. The same twice runs twice. */
  promptId: string;
  /** The workflow as JSON text. It is sent as it is, because seeds have 64 bits. */
  workflow: string;
  /** Without one, some versions show no outputs. */
  clientId: string;
  /** Comes back in queue and history. */
  mark: object;
}

const VIEW_MS = 60_000;
/** The workflows of all people who use a server, of which nothing is kept but ids. */
const QUEUE_BYTES = 64 * 1_048_576;
/** What a proxy answers when a request did not reach the server. */
const KEPT_OUT = [401, 403, 404, 405, 413];

/** One ComfyUI server. Every failure is an answer; nothing is repeated. */
export class ComfyClient {
  private readonly requests: ComfyRequests;

  constructor(address: ComfyServerAddress) {
    this.requests = new ComfyRequests(address);
  }

  submit({ promptId, workflow, clientId, mark }: Submission): Promise<SubmitAnswer> {
    const rest = { prompt_id: promptId, client_id: clientId, extra_data: { [MARK]: mark } };
    const body = `{"prompt":${workflow},${JSON.stringify(rest).slice(1)}`;
    return this.requests.post<SubmitAnswer>(['prompt'], body, async (answer) => {
      if (answer.status !== 200 && answer.status !== 400) return unexpected(answer, KEPT_OUT);
      const { prompt_id: taken, number, error, node_errors: nodes } = objectOf(await this.requests.json(answer));
      if (answer.status === 400) return { kind: 'refused', ...refusalOf(error), nodes: faultsOf(nodes) };
      if (taken !== promptId || !Number.isSafeInteger(number)) throw new UnreadableAnswer();
      return { kind: 'accepted', number: number as number, dropped: faultsOf(nodes) };
    });
  }

  queue(): Promise<QueueAnswer> {
    return this.requests.get<QueueAnswer>(['queue'], async (answer) => ({
      kind: 'queue',
      ...readQueue(await this.body(answer, QUEUE_BYTES)),
    }));
  }

  /** Only ever one prompt: the whole list has megabytes. */
  history(promptId: string): Promise<HistoryAnswer> {
    return this.requests.get<HistoryAnswer>(['history', promptId], async (answer) => {
      return readHistory(await this.body(answer), promptId) ?? { kind: 'unknown' };
    });
  }

  /** @param most bytes; a larger file is `too_large` */
  view({ filename, subfolder, type }: { filename: string; subfolder: string; type: string }, most: number) {
    const query = new URLSearchParams({ filename, subfolder, type });
    const read = async (answer: ComfyResponse): Promise<ViewAnswer> => {
      if (answer.status === 200) return { kind: 'file', bytes: await this.requests.bytes(answer, most) };
      if (answer.status !== 404) return unexpected(answer);
      await answer.body?.cancel();
      return { kind: 'missing' };
    };
    return this.requests.get<ViewAnswer>(['view'], read, { query, ms: VIEW_MS });
  }

  /** Puts a picture where `LoadImage` finds it. Another one of this name is replaced. */
  upload({ filename, subfolder, bytes }: { filename: string; subfolder: string; bytes: Buffer }) {
    const form = new FormData();
    form.append('image', new Blob([new Uint8Array(bytes)]), filename);
    for (const [name, value] of Object.entries({ subfolder, type: 'input', overwrite: 'true' }))
      form.append(name, value);
    return this.requests.post<UploadAnswer>(['upload', 'image'], form, async (answer) => {
      const { name, subfolder: folder = '' } = objectOf(await this.body(answer));
      return { kind: 'stored', name: storedName(nameOf(folder, 1_000), nameOf(name)) };
    });
  }

  /** Takes one prompt out of the queue, or interrupts it at its next tick. A bare interrupt would end any other. */
  async cancel(promptId: string): Promise<CancelAnswer> {
    const heard = (answer: ComfyResponse) => this.heard(answer);
    const answer = await this.requests.post(['api', 'jobs', promptId, 'cancel'], '{}', heard);
    if (answer.kind !== 'denied' || (answer.status !== 404 && answer.status !== 405)) return answer;
    const deleted = await this.requests.post(['queue'], JSON.stringify({ delete: [promptId] }), heard);
    if (deleted.kind !== 'heard') return deleted;
    return this.requests.post(['interrupt'], JSON.stringify({ prompt_id: promptId }), heard);
  }

  /** Forgets models and cached results, so that the same workflow is executed again. */
  free(): Promise<FreeAnswer> {
    return this.requests.post(['free'], JSON.stringify({ free_memory: true }), (answer) => this.heard(answer));
  }

  version(): Promise<VersionAnswer> {
    return this.requests.get<VersionAnswer>(['system_stats'], async (answer) => {
      const { comfyui_version: version } = objectOf(objectOf(await this.body(answer))['system']);
      return { kind: 'version', version: nameOf(version, 100) };
    });
  }

  /** Whether the server has the class of a node. */
  node(classType: string): Promise<NodeAnswer> {
    return this.requests.get<NodeAnswer>(['object_info', classType], async (answer) => ({
      kind: Object.hasOwn(objectOf(await this.body(answer)), classType) ? 'known' : 'unknown',
    }));
  }

  private async body(answer: ComfyResponse, most?: number): Promise<unknown> {
    return answer.status === 200 ? this.requests.json(answer, most) : unexpected(answer);
  }

  private async heard(answer: ComfyResponse): Promise<{ kind: 'heard' }> {
    if (answer.status !== 200) return unexpected(answer);
    await answer.body?.cancel();
    return { kind: 'heard' };
  }
}

/** As `LoadImage` names it. @throws UnreadableAnswer for a place outside of its folder */
function storedName(subfolder: string, name: string): string {
  const parts = [...subfolder.split('/'), name].filter((part) => part !== '');
  const isOutside = subfolder.startsWith('/') || parts.includes('..') || /[\\/]|^\.?$| \[\w+\]$/.test(name);
  if (isOutside) throw new UnreadableAnswer();
  return parts.join('/');
}
