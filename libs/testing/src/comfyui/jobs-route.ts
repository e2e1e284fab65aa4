import { ok, unknown, type ComfyAnswer } from './answers.ts';
import type { ComfyServer } from './comfy-server.ts';
import type { Ended, Entry } from './prompt-run.ts';

const STATES: Record<string, string> = {
  execution_success: 'completed',
  execution_error: 'failed',
  execution_interrupted: 'cancelled',
};

/** `/api/jobs/ID`: what is known of a prompt. 0.3.64 does not have it. */
export function readJob(server: ComfyServer, id: string): ComfyAnswer {
  if (server.isOld) return unknown;
  const running = server.running.find((entry) => entry.id === id);
  const waiting = server.pending.find((entry) => entry.id === id);
  if (running) return ok(open(running, 'in_progress'));
  if (waiting) return ok(open(waiting, 'pending'));
  const ended = server.history.get(id);
  return ended ? ok(closed(id, ended)) : { status: 404, body: { error: 'Job not found' } };
}

/** True for what waits or runs, also where the worker is dead. */
export function cancelJob(server: ComfyServer, id: string): ComfyAnswer {
  if (server.isOld) return { status: 405, body: '405: Method Not Allowed' };
  const cancelled = server.remove(id) || (server.running.some((entry) => entry.id === id) && server.interrupt(id));
  return ok({ cancelled });
}

const open = ({ id, number, extra }: Entry, status: string) => ({
  ...{
    id,
    status,
    priority: number,
    create_time: extra['create_time'],
    outputs_count: 0,
    previewable_outputs_count: 0,
  },
});

function closed(id: string, { outputs, status, prompt }: Ended): object {
  const [last] = status.messages.at(-1) ?? [''];
  const count = Object.values(outputs).flatMap((shown) => (shown as { images?: [] }).images ?? []).length;
  const facts = { outputs_count: count, previewable_outputs_count: count, outputs, execution_status: status };
  return { id, status: STATES[last], priority: prompt[0], ...facts };
}
