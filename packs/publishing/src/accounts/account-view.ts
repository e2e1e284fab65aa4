import type { PublishAccountEntity } from './account.entity.ts';

/** Absent fields have their default, or do not change. */
export interface AccountChanges {
  name?: string;
  externalId?: string | null;
  host?: string | null;
  timeZone?: string;
  minGapMinutes?: number;
  /** ISO 8601. */
  aiProfileConfirmedAt?: string | null;
}

/** An account as it is shown: never its token. */
export interface AccountView extends Pick<
  PublishAccountEntity,
  | ('id' | 'personaId' | 'provider' | 'name' | 'externalId' | 'host' | 'timeZone' | 'tokenExpiresAt' | 'minGapMinutes')
  | ('pausedAt' | 'pauseReason' | 'aiProfileConfirmedAt' | 'createdAt' | 'updatedAt' | 'updatedBy')
> {
  token: { set: boolean; last4: string | null; setAt: Date | null; setBy: string | null };
  quota: { used: number; total: number; at: Date } | null;
}

export function accountView(account: PublishAccountEntity): AccountView {
  const { quotaUsed: used, quotaTotal: total, quotaAt: at, ...rest } = account;
  const {
    token: _token,
    pausedUntil: _until,
    tokenTriedAt: _tried,
    tokenSetAt: setAt,
    tokenSetBy: setBy,
    tokenLast4: last4,
    ...shown
  } = rest;
  const quota = used !== null && total !== null && at !== null ? { used, total, at } : null;
  return { ...shown, token: { set: setAt !== null, last4, setAt, setBy }, quota };
}
