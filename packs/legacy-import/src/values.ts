import {
  canonicalName,
  firstCharacters,
  isCalendarDay,
  momentOf as exactMomentOf,
  storableText,
} from '@trellis/kernel';
import { parseExactly } from './exact-json.ts';
import type { LegacyRow } from './legacy-source.ts';

/** A valid name: Unicode form C, no control characters, at most 200 characters; `fallback` when nothing is left. */
export function nameOf(value: unknown, fallback: string): string {
  const text = (textOf(value) ?? '').replace(/\p{Cc}/gu, ' ');
  return canonicalName(firstCharacters(canonicalName(text), 200)) || fallback;
}

/** A text that can be stored; a number or a boolean as its text. Null for anything else and for an empty text. */
export function textOf(value: unknown): string | null {
  const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
  return (typeof text === 'string' && storableText(text)) || null;
}

/** An object, or an object written as JSON text. */
export function objectOf(value: unknown): Record<string, unknown> | undefined {
  const object = typeof value === 'string' ? parsed(value) : value;
  return typeof object === 'object' && object !== null && !Array.isArray(object)
    ? (object as Record<string, unknown>)
    : undefined;
}

function parsed(text: string): unknown {
  try {
    return parseExactly(text);
  } catch {
    return undefined;
  }
}

/** PostgreSQL stores numbers of many digits, but not of any number of digits. */
const fitsNumeric = (source: string): boolean => source.length <= 1_000 && !/e[+-]?\d{5}/i.test(source);

/**
 * The value with every text inside it storable; a number that is not becomes its text. The same object when nothing had
 * to change.
 */
export function storable(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (JSON.isRawJSON(value)) return fitsNumeric(value.rawJSON) ? value : value.rawJSON;
  if (Array.isArray(value)) {
    const list = value.map(storable);
    return list.some((one, i) => one !== value[i]) ? list : value;
  }
  const entries = Object.entries(value).map(([key, one]) => [storableText(key), storable(one), key, one] as const);
  const same = entries.every(([key, one, keyBefore, before]) => key === keyBefore && one === before);
  return same ? value : Object.fromEntries(entries);
}

/** The first of these columns that the row has. */
export const either = (row: LegacyRow, ...names: string[]): unknown =>
  names.map((name) => row[name]).find((value) => value !== undefined && value !== null) ?? null;

const MOMENT = /^(\d{4}-\d\d-\d\d)(?:[T ](\S+?))? ?(Z|UTC|[+-]\d\d(?::?\d\d)?)?$/i;

/** ISO 8601, or as PostgreSQL and Rails write it. Without a zone it is UTC. */
export function momentOf(value: unknown): Date | null {
  const [, day, time = '00:00', zone = 'Z'] = (typeof value === 'string' && MOMENT.exec(value)) || [];
  return exactMomentOf(`${day}T${time}${zone.replace(/^(UTC|z)$/i, 'Z')}`) ?? null;
}

/** A day that exists, also when a time follows it. */
export function dayOf(value: unknown): string | null {
  const day = typeof value === 'string' ? (/^(\d{4}-\d\d-\d\d)(?:[T ]|$)/.exec(value)?.[1] ?? '') : '';
  return isCalendarDay(day) ? day : null;
}

const TRUE = new Set(['true', 't', 'yes', 'y', 'on', '1']);

export const isTrue = (value: unknown): boolean =>
  (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') &&
  TRUE.has(String(value).toLowerCase());
