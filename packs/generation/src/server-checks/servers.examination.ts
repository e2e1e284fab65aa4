import { Database } from '@trellis/database';
import { finding, type Examination, type ExaminationContext, type Finding } from '@trellis/manifest';
import { PipelineGeneration } from '@trellis/pipeline';
import { ServerClients, type ServerAddress } from '../servers/server-clients.ts';
import { ServerRows } from '../servers/server-rows.ts';
import { isOurs } from '../servers/mark.ts';
import { isTooOld } from './comfy-version.ts';
import type { ComfyClient } from '@trellis/comfyui';

type Row = ServerAddress & { name: string };

const SERVERS = `
  select id, name, base_url as "baseUrl", token from comfy_servers where state <> 'disabled' order by name`;
const OPEN = `select id from generation_attempts where id = any($1) and ended_at is null`;

const AWAY = {
  code: 'server_away',
  meaning: 'The ComfyUI server does not answer.',
  cure: 'start it, or correct its address and token, or disable it; then trellis servers check',
};
const UNFIT = {
  code: 'server_lacks_nodes',
  meaning: 'The ComfyUI server does not have nodes that pipelines use.',
  cure: 'install them there, or change the pipelines; trellis servers check names them',
};
const OLD = {
  code: 'server_too_old',
  meaning: 'The ComfyUI server is older than 0.3.45: its pictures are not found again.',
  cure: 'update it, or disable it',
};
const STRAY = {
  code: 'stray_prompt',
  meaning: 'A prompt of this library is on a server, and nothing here waits for it.',
  cure: 'start a worker: it cancels the prompt',
};

/** Whether servers answer, have the nodes that are needed, and have no prompt of ours too many. Nothing is sent to them. */
export const serversExamination: Examination = {
  needs: 'database',
  async *run({ resolve }: ExaminationContext): AsyncIterable<Finding> {
    const servers = await resolve(Database).query<Row[]>(SERVERS);
    if (servers.length === 0) return;
    const classes = await resolve(PipelineGeneration).nodeClasses();
    const found = { away: [] as string[], unfit: [] as string[], old: [] as string[], strays: [] as string[] };
    for (const server of servers) {
      const client = resolve(ServerClients).of(server);
      const strays = client && (await straysOn(client, resolve));
      if (!strays) found.away.push(server.name);
      else {
        found.strays.push(...strays);
        if (await lacksAny(client, classes)) found.unfit.push(server.name);
        const version = await client.version();
        if (version.kind === 'version' && isTooOld(version.version)) found.old.push(server.name);
      }
    }
    if (found.away.length > 0) yield finding(AWAY, found.away);
    if (found.unfit.length > 0) yield finding(UNFIT, found.unfit);
    if (found.old.length > 0) yield finding(OLD, found.old);
    if (found.strays.length > 0) yield finding(STRAY, found.strays);
  },
};

/** Undefined: it does not answer. */
async function straysOn(client: ComfyClient, resolve: ExaminationContext['resolve']): Promise<string[] | undefined> {
  const queue = await client.queue();
  if (queue.kind !== 'queue') return undefined;
  const library = await resolve(ServerRows).libraryId();
  const ours = [...queue.running, ...queue.pending]
    .filter((prompt) => isOurs(prompt, library))
    .map(({ promptId }) => promptId);
  const open = await resolve(Database).query<{ id: string }[]>(OPEN, [ours]);
  const known = new Set(open.map(({ id }) => id));
  return ours.filter((id) => !known.has(id));
}

async function lacksAny(client: ComfyClient, classes: readonly string[]): Promise<boolean> {
  for (const name of classes) if ((await client.node(name)).kind === 'unknown') return true;
  return false;
}
