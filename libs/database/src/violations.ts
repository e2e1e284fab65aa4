import { QueryFailedError } from 'typeorm';
import type { DomainError } from '@trellis/kernel';

interface DriverError {
  code?: string;
  constraint?: string;
  table?: string;
  detail?: string;
  message?: string;
}

/**
 * The refusal for each constraint that an operation may violate. A foreign key means something else on insert than on
 * delete.
 */
export type Refusals = Readonly<Record<string, () => DomainError>>;

const driverErrorOf = (error: unknown): DriverError =>
  error instanceof QueryFailedError ? (error.driverError as DriverError) : (error ?? {});

/** The name of the constraint that refused the statement; undefined for any other error. */
export const violatedConstraint = (error: unknown): string | undefined => {
  const { code, constraint } = driverErrorOf(error);
  return code?.startsWith('23') ? constraint : undefined;
};

/**
 * Why the database refuses the content of a row: the name of a constraint, or the server's message. Undefined for any
 * other error.
 */
export const rowRefusal = (error: unknown): string | undefined => {
  const { code, constraint, message } = driverErrorOf(error);
  return /^2[23]/.test(code ?? '') ? (constraint ?? message) : undefined;
};

/** Runs a statement and throws the refusal of the constraint that it violates. */
export async function refusing<T>(refusals: Refusals, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const refusal = refusals[violatedConstraint(error) ?? ''];
    if (refusal) throw refusal();
    throw error;
  }
}

const CONNECTION_ERRORS = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'ETIMEDOUT',
  'EPIPE',
  '57P01',
  '57P02',
  '57P03',
  '53300',
]);

/** What to tell a person whose database is away, with the cure. */
export const DATABASE_AWAY = 'The database does not answer. Check that DATABASE_URL is right and that the server runs.';

/** Whether PostgreSQL cannot be reached at the moment; false when it refused a statement. */
export function isDatabaseAway(error: unknown): boolean {
  const { code } = driverErrorOf(error);
  if (code && (CONNECTION_ERRORS.has(code) || code.startsWith('08'))) return true;
  return /Connection terminated|connection error and is not queryable|timeout exceeded when trying to connect|Driver not Connected|was already released, cannot continue|Query runner already released/i.test(
    error instanceof Error ? error.message : '',
  );
}

/** What to tell a person whose database user lacks a right, with the cure. */
export const RIGHT_MISSING = 'The user of the database lacks this right. After an upgrade run: trellis migrate up';

/** Whether the database refused a statement because the user has no right to it. */
export const isRightMissing = (error: unknown): boolean => driverErrorOf(error).code === '42501';

/** Whether the database refused the data itself: a value out of range, a text it cannot parse, a failed check. */
export const isRejectedData = (error: unknown): boolean => {
  const { code } = driverErrorOf(error);
  return code !== undefined && (code.startsWith('22') || code === '23514');
};

/** PostgreSQL 18 has a separate code for ON DELETE RESTRICT. */
const FOREIGN_KEY_VIOLATIONS = ['23503', '23001'];

/** The foreign key that refused a statement. */
export interface BrokenReference {
  constraint: string;
  /** The table with the foreign key. */
  table: string;
  /** `used`: a row of the table still refers to the deleted row. `missing`: the referenced row does not exist. */
  problem: 'used' | 'missing';
}

export const brokenReference = (error: unknown): BrokenReference | undefined => {
  const { code, constraint = '', table = '', detail = '' } = driverErrorOf(error);
  if (!FOREIGN_KEY_VIOLATIONS.includes(code ?? '')) return undefined;
  return { constraint, table, problem: detail.includes('is not present') ? 'missing' : 'used' };
};
