import type { ComfyClient, Denied, NoAnswer } from '@trellis/comfyui';
import { imageTypeOf } from '@trellis/images';
import { newId } from '@trellis/kernel';
import { troubleOf } from './server-health.ts';

/** A small grey picture that needs no model. It is a preview: nothing of it stays on the server. */
const WORKFLOW = (seed: number) =>
  JSON.stringify({
    '1': { class_type: 'EmptyImage', inputs: { width: 64, height: 64, batch_size: 1, color: seed } },
    '2': { class_type: 'PreviewImage', inputs: { images: ['1', 0] } },
  });

const EVERY_MS = 250;
const MOST_BYTES = 1_048_576;

export type ProbeResult = { kind: 'made' } | { kind: 'failed'; reason: string };

interface Probe {
  client: ComfyClient;
  clientId: string;
  mark: object;
  /** Milliseconds. */
  within: number;
  pause: (ms: number) => Promise<unknown>;
}

const failed = (answer: Denied | NoAnswer): ProbeResult => ({ kind: 'failed', reason: troubleOf(answer) });

/** Has the server make a picture, and fetches it. What it does not make in time is taken out of its queue. */
export async function probePicture({ client, clientId, mark, within, pause }: Probe): Promise<ProbeResult> {
  const promptId = newId();
  // A colour that was not asked for yet: the same graph again would not be executed.
  const workflow = WORKFLOW(Math.floor(Math.random() * 0xffffff));
  const sent = await client.submit({ promptId, workflow, clientId, mark });
  if (sent.kind === 'refused') return { kind: 'failed', reason: sent.type };
  if (sent.kind !== 'accepted') return failed(sent);
  for (let waited = 0; waited < within; waited += EVERY_MS) {
    const history = await client.history(promptId);
    if (history.kind === 'ended') return fetched(client, history.images[0], history.result);
    if (history.kind !== 'unknown') return failed(history);
    await pause(EVERY_MS);
  }
  const queue = await client.queue();
  await client.cancel(promptId);
  const isBehind =
    queue.kind === 'queue' && queue.running.length > 0 && !queue.running.some((one) => one.promptId === promptId);
  return { kind: 'failed', reason: isBehind ? 'busy' : 'no_picture' };
}

async function fetched(
  client: ComfyClient,
  image: Parameters<ComfyClient['view']>[0] | undefined,
  result: string,
): Promise<ProbeResult> {
  if (!image) return { kind: 'failed', reason: result === 'success' ? 'no_image' : result };
  const file = await client.view(image, MOST_BYTES);
  if (file.kind === 'file')
    return imageTypeOf(file.bytes) ? { kind: 'made' } : { kind: 'failed', reason: 'not_an_image' };
  return file.kind === 'missing' ? { kind: 'failed', reason: 'output_missing' } : failed(file);
}
