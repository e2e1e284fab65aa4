import { ValidationFailedError } from '@trellis/kernel';

const DAY_MS = 24 * 60 * 60 * 1000;
const MOST_DAYS = 366;

/** @throws ValidationFailedError for dates in the wrong order, or more than 366 of them */
export function requireDates(from: string, to: string, most = MOST_DAYS): void {
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
  if (days < 1) throw new ValidationFailedError([{ path: 'to', message: 'must not be before from' }]);
  if (days > most) throw new ValidationFailedError([{ path: 'to', message: `must be within ${most} days` }]);
}
