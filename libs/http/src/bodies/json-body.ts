import { DomainError, ValidationFailedError, firstCharacters, isStorableText } from '@trellis/kernel';
import { httpProblems } from '../problems/http.problems.ts';

const MAX_DEPTH = 64;
const MAX_VALUES = 50_000;
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Parses a JSON body that can be stored and merged safely: no NUL and no lone surrogate in any text (PostgreSQL refuses
 * the first, the driver replaces the second), finite numbers, at most 64 levels and 50,000 values, no key that reaches a
 * prototype.
 * @throws DomainError malformed_json; ValidationFailedError with the path of the value
 */
export function parseJsonBody(text: string): unknown {
  const body = parsed(text);
  const waiting: { value: unknown; path: string; depth: number }[] = [{ value: body, path: '', depth: 0 }];
  let values = 0;
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { value, path, depth } = next;
    refuse(path, faultOf(value, depth));
    if (typeof value !== 'object' || value === null) continue;
    const keys = Object.keys(value);
    refuse('body', (values += keys.length) > MAX_VALUES ? `has more than ${MAX_VALUES} values` : undefined);
    for (const key of keys) {
      const child = (value as Record<string, unknown>)[key];
      const at = path ? `${path}.${key}` : key;
      refuse(
        at,
        FORBIDDEN_KEYS.has(key)
          ? 'is not allowed as a key'
          : isStorableText(key)
            ? undefined
            : 'has a key that cannot be stored',
      );
      waiting.push({ value: child, path: at, depth: depth + 1 });
    }
  }
  return body;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new DomainError(httpProblems.malformed_json, 'The body cannot be read as JSON.');
  }
}

function faultOf(value: unknown, depth: number): string | undefined {
  if (depth > MAX_DEPTH) return `is nested deeper than ${MAX_DEPTH} levels`;
  if (typeof value === 'string' && !isStorableText(value)) return 'contains a NUL character or an unpaired surrogate';
  if (typeof value === 'number' && !Number.isFinite(value)) return 'is a number out of range';
  return undefined;
}

function refuse(path: string, fault: string | undefined): void {
  if (fault) throw new ValidationFailedError([{ path: firstCharacters(path.toWellFormed(), 200), message: fault }]);
}
