import { parseExactly } from './exact-json.ts';
import { canonicalName, isStorableText } from '@trellis/kernel';
import type { LegacyRow } from './legacy-source.ts';

/** A valid name: Unicode form C, no control characters, at most 200 characters; `fallback` when nothing is left. */
export function nameOf(value: unknown, fallback: string): string {
  const text = typeof value === 'string' && isStorableText(value) ? value.replace(/\p{Cc}/gu, ' ') : '';
  return canonicalName([...canonicalName(text)].slice(0, 200).join('')) || fallback;
}

export const textOf = (value: unknown): string | null =>
  typeof value === 'string' && isStorableText(value) && value !== '' ? value : null;

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

export const numberOf = (row: LegacyRow, key = 'id'): number => Number(row[key]);

/** The first of these columns that the row has. */
export const either = (row: LegacyRow, ...names: string[]): unknown =>
  names.map((name) => row[name]).find((value) => value !== undefined && value !== null) ?? null;

const MOMENT = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?))? ?(Z|UTC|[+-]\d\d(?::?\d\d)?)?$/i;

/** ISO 8601, or as PostgreSQL and Rails write it. Without a zone it is UTC. */
export function momentOf(value: unknown): Date | null {
  const [, day, time = '00:00', zone = 'Z'] = (typeof value === 'string' && MOMENT.exec(value)) || [];
  const hours = /^[+-]\d\d$/.test(zone)
    ? `${zone}:00`
    : zone.replace(/^UTC$/i, 'Z').replace(/^([+-]\d\d)(\d\d)$/, '$1:$2');
  const date = new Date(`${day}T${time}${hours}`);
  return Number.isNaN(date.getTime()) ? null : date;
}

export const isTrue = (value: unknown): boolean => value === true || value === 't' || value === 'true' || value === 1;
