import { QueryFailedError } from 'typeorm';
import type { DomainError } from '@trellis/kernel';

interface DriverError {
  code?: string;
  constraint?: string;
  table?: string;
  detail?: string;
  message?: string;
}

/** For each constraint an operation may hit, the refusal it means. The same foreign key means another thing on insert than on delete. */
export type Refusals = Readonly<Record<string, () => DomainError>>;

const driverErrorOf = (error: unknown): DriverError =>
  error instanceof QueryFailedError ? (error.driverError as DriverError) : (error ?? {});

/** The name of the constraint that refused the statement, if that is what happened. */
export const violatedConstraint = (error: unknown): string | undefined => {
  const { code, constraint } = driverErrorOf(error);
  return code?.startsWith('23') ? constraint : undefined;
};

/** Why the database refuses a row for what is in it: a constraint's name, or the server's own words. Undefined for anything else. */
export const rowRefusal = (error: unknown): string | undefined => {
  const { code, constraint, message } = driverErrorOf(error);
  return /^2[23]/.test(code ?? '') ? (constraint ?? message) : undefined;
};

/** Runs a statement; what the database refuses by a constraint of the list becomes the refusal beside it. */
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

/** Whether the error says that PostgreSQL cannot be reached at the moment, rather than that it refused. */
export function isDatabaseAway(error: unknown): boolean {
  const { code } = driverErrorOf(error);
  if (code && (CONNECTION_ERRORS.has(code) || code.startsWith('08'))) return true;
  return /Connection terminated|connection error and is not queryable|timeout exceeded when trying to connect|Driver not Connected|was already released, cannot continue|Query runner already released/i.test(
    error instanceof Error ? error.message : '',
  );
}

/** Whether the database found the data itself wrong: a value out of range, a text it cannot parse, a check that failed. */
export const isRejectedData = (error: unknown): boolean => {
  const { code } = driverErrorOf(error);
  return code !== undefined && (code.startsWith('22') || code === '23514');
};

/** PostgreSQL 18 gives ON DELETE RESTRICT a code of its own. */
const FOREIGN_KEY_VIOLATIONS = ['23503', '23001'];

/** A foreign key that refused a statement. */
export interface BrokenReference {
  constraint: string;
  /** The table that has the foreign key. */
  table: string;
  /** `used`: a row of the table still refers to what was to go. `missing`: what a row refers to is not there. */
  problem: 'used' | 'missing';
}

export const brokenReference = (error: unknown): BrokenReference | undefined => {
  const { code, constraint = '', table = '', detail = '' } = driverErrorOf(error);
  if (!FOREIGN_KEY_VIOLATIONS.includes(code ?? '')) return undefined;
  return { constraint, table, problem: detail.includes('is not present') ? 'missing' : 'used' };
};
