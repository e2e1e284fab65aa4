import type { ComfyClient, OutputFile } from '@trellis/comfyui';
import { troubleOf } from '../servers/server-health.ts';

export type Fetched =
  | { kind: 'file'; bytes: Buffer }
  /** It will not be there later either. */
  | { kind: 'refused'; refusal: string }
  | { kind: 'missing' }
  /** The server does not answer: later. */
  | { kind: 'away' };

/** The waits between three tries, which are ten seconds in all. */
const WAITS_MS = [3_000, 7_000];

interface Fetching {
  client: ComfyClient;
  most: number;
  pause: (ms: number) => Promise<unknown>;
}

/** One file that a prompt has saved, at most `most` bytes. What breaks off, or is missing, is asked for three times. */
export async function fetchPicture(image: OutputFile, { client, most, pause }: Fetching): Promise<Fetched> {
  for (let tries = 0; ; tries += 1) {
    const fetched = await once(image, client, most);
    const wait = WAITS_MS[tries];
    if (fetched.kind === 'file' || fetched.kind === 'away' || wait === undefined) return fetched;
    if (fetched.kind === 'refused' && fetched.refusal === 'image_too_large') return fetched;
    await pause(wait);
  }
}

async function once(image: OutputFile, client: ComfyClient, most: number): Promise<Fetched> {
  const answer = await client.view(image, most);
  if (answer.kind === 'file' || answer.kind === 'missing') return answer;
  // A proxy that wants another key: the picture is there.
  if (answer.kind === 'denied' && (answer.status === 401 || answer.status === 407)) return { kind: 'away' };
  if (answer.kind === 'denied') return { kind: 'refused', refusal: troubleOf(answer) };
  if (answer.reason === 'too_large') return { kind: 'refused', refusal: 'image_too_large' };
  return answer.reason === 'malformed' ? { kind: 'refused', refusal: 'truncated' } : { kind: 'away' };
}
