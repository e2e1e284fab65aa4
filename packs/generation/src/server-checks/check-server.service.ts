import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { ComfyClient } from '@trellis/comfyui';
import { Database, FIRST_ID, keysetRows } from '@trellis/database';
import { newId } from '@trellis/kernel';
import { PipelineGeneration } from '@trellis/pipeline';
import { probePicture } from '../servers/probe-picture.ts';
import { ServerClients, type ServerAddress } from '../servers/server-clients.ts';
import { troubleOf } from '../servers/server-health.ts';
import { probeMark } from '../servers/mark.ts';
import { ServerRows } from '../servers/server-rows.ts';
import { isTooOld } from './comfy-version.ts';

export const problemCodes = [
  ...(['token_unreadable', 'no_answer', 'too_old', 'missing_nodes', 'nodes_unknown', 'busy', 'no_picture'] as const),
] as const;

export interface ServerProblem {
  code: (typeof problemCodes)[number];
  detail: string;
}

export interface ServerCheck {
  serverId: string;
  name: string;
  ok: boolean;
  version: string | null;
  /** Classes of nodes that pipelines use, and the server does not have. */
  missingNodes: string[];
  problems: ServerProblem[];
}

const PAGE = 100;
const COLUMNS = `select id, name, base_url as "baseUrl", token from comfy_servers`;
const WITHIN_MS = 15_000;
const NODES_MS = 20_000;

type Row = ServerAddress & { name: string };

/** Whether pictures can be made on a server: its version, its nodes, and a picture from end to end. */
@Injectable()
export class CheckServerService {
  constructor(
    private readonly database: Database,
    private readonly clients: ServerClients,
    private readonly rows: ServerRows,
    private readonly pipeline: PipelineGeneration,
  ) {}

  /** Undefined: there is no such server. */
  async check(id: string): Promise<ServerCheck | undefined> {
    const [row] = await this.database.query<Row[]>(`${COLUMNS} where id = $1`, [id]);
    return row && this.examine(row);
  }

  async *all(): AsyncIterable<ServerCheck> {
    const page = `${COLUMNS} where id > $1 order by id limit ${PAGE}`;
    const rows = keysetRows<Row>(PAGE, (last) => this.database.query(page, [last?.id ?? FIRST_ID]));
    for await (const row of rows) yield this.examine(row);
  }

  private async examine(server: Row): Promise<ServerCheck> {
    const facts = { serverId: server.id, name: server.name };
    const none = { ...facts, version: null, missingNodes: [], ok: false };
    const client = this.clients.of(server);
    if (!client) return { ...none, problems: [TOKEN_UNREADABLE] };
    const version = await client.version();
    if (version.kind !== 'version') return { ...none, problems: [noAnswer(troubleOf(version))] };
    const { missingNodes, isWhole } = await this.missing(client);
    const mark = probeMark(await this.rows.libraryId());
    const probe = await probePicture({ client, clientId: newId(), mark, within: WITHIN_MS, pause });
    const problems = [
      ...(isTooOld(version.version) ? [tooOld(version.version)] : []),
      ...(missingNodes.length > 0 ? [missingNode(missingNodes)] : []),
      ...(isWhole ? [] : [NODES_UNKNOWN]),
      ...(probe.kind === 'failed' ? [noPicture(probe.reason)] : []),
    ];
    return { ...facts, version: version.version, missingNodes, problems, ok: problems.length === 0 };
  }

  /** `isWhole`: the server has answered for every class, in time. */
  private async missing(client: ComfyClient): Promise<{ missingNodes: string[]; isWhole: boolean }> {
    const missingNodes: string[] = [];
    const deadline = Date.now() + NODES_MS;
    for (const classType of await this.pipeline.nodeClasses()) {
      const { kind } = await client.node(classType);
      if (kind === 'unknown') missingNodes.push(classType);
      if ((kind !== 'unknown' && kind !== 'known') || Date.now() > deadline) return { missingNodes, isWhole: false };
    }
    return { missingNodes, isWhole: true };
  }
}

const TOKEN_UNREADABLE: ServerProblem = {
  code: 'token_unreadable',
  detail: 'The token cannot be read with the key of this process. Set it again, or restore SECRETS_KEY.',
};
const noAnswer = (reason: string): ServerProblem => ({
  code: 'no_answer',
  detail: `The server does not answer as ComfyUI does (${reason}). Start it, and look at its address and token.`,
});
const tooOld = (version: string): ServerProblem => ({
  code: 'too_old',
  detail: `Its version is ${version}. Pictures are found again by ids of our own, which ComfyUI takes since 0.3.45.`,
});
const NODES_UNKNOWN: ServerProblem = {
  code: 'nodes_unknown',
  detail: 'It did not say of every node whether it has it. Repeat the check.',
};
const noPicture = (reason: string): ServerProblem =>
  reason === 'busy'
    ? { code: 'busy', detail: 'It works on other pictures, so a small one was not tried. Repeat the check later.' }
    : { code: 'no_picture', detail: `It did not make a small picture (${reason}). Start it again.` };
const missingNode = (names: readonly string[]): ServerProblem => ({
  code: 'missing_nodes',
  detail: `It does not have the nodes ${names.slice(0, 20).join(', ')}. Install them, or change the pipelines.`,
});
