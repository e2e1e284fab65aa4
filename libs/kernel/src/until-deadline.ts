import { setTimeout as pause } from 'node:timers/promises';

/**
 * Polls until `probe` returns something other than undefined, null or false, and returns it. After `seconds` it throws
 * an error that names what was missing. For waiting on another process, not for events of this one.
 */
export async function untilDeadline<T>(
  missing: string,
  probe: () => Promise<T> | T,
  { seconds = 20, everyMs = 25 }: { seconds?: number; everyMs?: number } = {},
): Promise<Exclude<T, undefined | null | false>> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await probe();
    if (answer !== undefined && answer !== null && answer !== false) {
      return answer as Exclude<T, undefined | null | false>;
    }
    if (Date.now() > deadline) throw new Error(`Not within ${seconds} s: ${missing}`);
    await pause(everyMs);
  }
}
