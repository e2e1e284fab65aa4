import { Injectable } from '@nestjs/common';
import { Database, recordAudit } from '@trellis/database';
import { DomainError } from '@trellis/kernel';
import { accessProblems } from '../access.problems.ts';
import { ApiKeys, type ApiKeyRow } from '../keys/api-keys.service.ts';
import { Sessions } from './sessions.service.ts';
import { SignInCodes } from './sign-in-codes.service.ts';
import type { LivingSession } from './session-lookup.ts';

export interface SignInAttempt {
  key?: string;
  code?: string;
  by?: string;
  /** Where it comes from. */
  address: string;
  /** Whether it comes from this machine, not through a proxy. */
  local: boolean;
}

const WRONG_KEY = 'This is not a key of this server. Check that it was copied whole.';
const REVOKED_KEY = 'This key was revoked. Ask an admin for a new one.';
const WRONG_CODE =
  'This sign-in link has been used, or is older than ten minutes. Print a new one with: trellis login-link';
const DISTANT_CODE = 'A sign-in link works only on the machine of the server. Sign in with a key.';

interface Refusal {
  detail: string;
  reason: string;
  keyId?: string;
}

/** Exchanges a key, or a code that works once, for a session. */
@Injectable()
export class SignIn {
  constructor(
    private readonly database: Database,
    private readonly keys: ApiKeys,
    private readonly codes: SignInCodes,
    private readonly sessions: Sessions,
  ) {}

  /**
   * @param onGuess called with the id of a living key whose secret was wrong
   * @throws DomainError unauthenticated
   */
  async exchange(
    attempt: SignInAttempt,
    onGuess: (keyId: string) => Promise<void>,
  ): Promise<{ session: LivingSession & { token: string }; key: ApiKeyRow }> {
    const found =
      attempt.code === undefined ? await this.byKey(attempt.key ?? '') : await this.byCode(attempt.code, attempt.local);
    if ('detail' in found) return this.refuse(found, attempt, onGuess);
    const { by, address, code } = attempt;
    const session = await this.sessions.open(found, { by, address, way: code === undefined ? 'key' : 'code' });
    return { session, key: found };
  }

  private async byKey(key: string): Promise<ApiKeyRow | Refusal> {
    const { valid, guessed } = await this.keys.examine(key);
    if (valid) return valid;
    const revoked = guessed ? undefined : await this.keys.revokedId(key);
    if (revoked) return { detail: REVOKED_KEY, reason: 'key_revoked', keyId: revoked };
    return { detail: WRONG_KEY, reason: 'key_wrong', keyId: guessed };
  }

  private async byCode(code: string, local: boolean): Promise<ApiKeyRow | Refusal> {
    if (!local) return { detail: DISTANT_CODE, reason: 'code_from_elsewhere' };
    const keyId = await this.codes.use(code);
    if (!keyId) return { detail: WRONG_CODE, reason: 'code_wrong' };
    return (await this.keys.living(keyId)) ?? { detail: REVOKED_KEY, reason: 'key_revoked', keyId };
  }

  private async refuse(
    { detail, reason, keyId }: Refusal,
    { address }: SignInAttempt,
    onGuess: (keyId: string) => Promise<void>,
  ): Promise<never> {
    await recordAudit(this.database.manager, {
      actor: 'unknown',
      action: 'session.refused',
      subjectType: keyId ? 'key' : 'session',
      subjectId: keyId ?? 'none',
      data: { address, reason },
    });
    if (keyId && reason === 'key_wrong') await onGuess(keyId);
    throw new DomainError(accessProblems.unauthenticated, detail);
  }
}
