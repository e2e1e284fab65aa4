import { createHash } from 'node:crypto';
import { stringify } from 'safe-stable-stringify';
import type { EntityManager } from 'typeorm';
import type { Secrets } from '@trellis/secrets';
import type { Scope } from './scope.ts';
import { placeOf } from './sealed-answers.ts';
import { idempotencyMismatch, replayed, requestInProgress } from './idempotency.errors.ts';
import { unseal } from './holder-seal.ts';

/** How kept answers are encoded: as they are, sealed, or sealed by an earlier release with the holder's key. */
export interface Sealing {
  secret: boolean;
  secrets: Secrets;
  /** The holder's key; empty with a session. */
  apiKey: string;
}

export interface Answer {
  status: number;
  /** The body as text, byte for byte. */
  body: string;
}

const KEPT = `interval '24 hours'`;
const SCOPE = 'holder_id = $1 and method = $2 and path = $3 and key = $4';

const STORE = `
  insert into idempotency_keys (holder_id, method, path, key, body_sha256, status, answer, sealing)
  values ($1, $2, $3, $4, $5, $6, $7, $8)
  on conflict (holder_id, method, path, key) do update
    set body_sha256 = excluded.body_sha256, status = excluded.status, answer = excluded.answer,
      sealing = excluded.sealing, created_at = now()`;

const FORGET = `
  delete from idempotency_keys where (holder_id, method, path, key) in (
    select holder_id, method, path, key from idempotency_keys
    where created_at < now() - ${KEPT} order by created_at limit 20 for update skip locked)`;

const valuesOf = ({ holderId, method, path, key }: Scope) => [holderId, method, path, key];

/** Independent of the order of fields. No body and an empty body have the same hash. */
export const hashOfBody = (body: unknown): string =>
  createHash('sha256')
    .update(stringify(body ?? {}))
    .digest('hex');

/** Refuses other requests of this scope until the transaction ends. @throws DomainError request_in_progress */
export async function lockScope(manager: EntityManager, scope: Scope): Promise<void> {
  const [{ locked }] = await manager.query<[{ locked: boolean }]>(
    'select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as locked',
    [JSON.stringify(valuesOf(scope))],
  );
  if (!locked) throw requestInProgress();
}

/** @throws PreparedAnswer when the request was answered before; DomainError idempotency_mismatch for another body */
export async function refuseAnswered(
  manager: EntityManager,
  scope: Scope,
  body: string,
  { secrets, apiKey }: Sealing,
): Promise<void> {
  const [row] = await manager.query<KeptRow[]>(
    `select body_sha256, status, answer, sealing from idempotency_keys where ${SCOPE} and created_at >= now() - ${KEPT}`,
    valuesOf(scope),
  );
  if (!row) return;
  if (row.body_sha256 !== body) throw idempotencyMismatch();
  throw replayed(row.status, opened(row, scope, { secrets, apiKey }));
}

interface KeptRow {
  body_sha256: string;
  status: number;
  answer: Buffer;
  sealing: 'none' | 'master' | 'holder';
}

function opened({ answer, sealing }: KeptRow, scope: Scope, { secrets, apiKey }: Omit<Sealing, 'secret'>): string {
  if (sealing === 'none') return answer.toString('utf8');
  if (sealing === 'master') return secrets.open(answer, placeOf(scope));
  // Only the key itself opens it, and a session does not have the key.
  if (!apiKey) throw idempotencyMismatch();
  return unseal(answer, apiKey);
}

/** Stores the first answer, and deletes a few that are older than 24 hours. */
export async function storeAnswer(
  manager: EntityManager,
  scope: Scope,
  { status, body }: Answer,
  bodySha256: string,
  { secret, secrets }: Sealing,
): Promise<void> {
  const answer = secret ? secrets.seal(body, placeOf(scope)) : Buffer.from(body, 'utf8');
  await manager.query(STORE, [...valuesOf(scope), bodySha256, status, answer, secret ? 'master' : 'none']);
  await manager.query(FORGET);
}
