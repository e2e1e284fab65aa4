import type { QueuedPrompt } from './answers.ts';
import { isObject, listOf, objectOf, textOf } from './read-json.ts';

/** The key of `extra_data` by which prompts of this application are known. */
export const MARK = 'trellis';

/** A prompt as queue and history have it: number, id, graph, extra data, outputs. @throws UnreadableAnswer */
export function promptOf(value: unknown): QueuedPrompt {
  const [, promptId, , extra] = listOf(value);
  return { promptId: textOf(promptId), mark: isObject(extra) ? (extra[MARK] ?? null) : null };
}

/** @throws UnreadableAnswer */
export function readQueue(body: unknown): { running: QueuedPrompt[]; pending: QueuedPrompt[] } {
  const { queue_running: running, queue_pending: pending } = objectOf(body);
  return { running: listOf(running).map(promptOf), pending: listOf(pending).map(promptOf) };
}
