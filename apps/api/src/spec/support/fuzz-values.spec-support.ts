import fc, { type Arbitrary } from 'fast-check';

export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  enum?: unknown[];
  oneOf?: Schema[];
  anyOf?: Schema[];
  allOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  minimum?: number;
  maximum?: number;
}

/** Texts that have broken servers. */
export const hostileText = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '\0',
    'a\0b',
    '\ud800',
    '\udfff!',
    '\u202e',
    'ﬀ',
    'İ',
    '😀'.repeat(60),
    'x'.repeat(300),
    'x'.repeat(9000),
    '../../etc/passwd',
    '/etc/passwd',
    '..%2f..%2f',
    '%00',
    '%',
    '%zz',
    '\\..\\',
    'C:\\',
    '\r\nx: y',
    '{{prompt}}',
    '${7*7}',
    "' or 1=1 --",
    '"; drop table personas; --',
    '$1',
    '\\',
    'null',
    'undefined',
    'NaN',
    '-0',
    '1e309',
    '0x10',
    '[object Object]',
    '__proto__',
    'constructor',
    'true',
    '2026-02-30',
    '2026-13-01T00:00:00Z',
    '9999-12-31T23:59:59Z',
    '+275760-09-13T00:00:00Z',
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
);

const hostileNumber = fc.oneof(
  fc.constantFrom(
    0,
    -0,
    -1,
    0.1,
    33.335,
    100.01,
    2 ** 31,
    -(2 ** 31) - 1,
    2 ** 53,
    1e21,
    1e300,
    -1e300,
    Number.MIN_VALUE,
  ),
  fc.double(),
  fc.integer(),
);

/** Any JSON value, of any type. */
export const hostileValue: Arbitrary<unknown> = fc.oneof(
  hostileText,
  hostileNumber,
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.oneof(hostileText, hostileNumber), { maxLength: 3 }),
  fc.dictionary(hostileText, fc.oneof(hostileText, hostileNumber), { maxKeys: 3 }),
  fc.constantFrom({}, [], [[[[]]]], { a: { b: { c: {} } } }),
);

/** A placeholder for the id of an existing object; filled in when the request is sent. */
export interface KnownId {
  known: number;
}

export const isKnownId = (value: unknown): value is KnownId =>
  typeof value === 'object' && value !== null && Object.keys(value).join() === 'known';

const id = fc.oneof(
  { weight: 6, arbitrary: fc.nat(10_000).map((known): unknown => ({ known })) },
  { weight: 1, arbitrary: fc.uuid() },
  { weight: 2, arbitrary: hostileText },
);
export const anId: Arbitrary<unknown> = id;

const moments = fc.date({ noInvalidDate: true }).map((date) => date.toISOString());

/** Valid values for the schema. */
function fitting(schema: Schema, find: (ref: string) => Schema): Arbitrary<unknown> {
  if (schema.$ref) return fitting(find(schema.$ref), find);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices) return fc.oneof(...choices.map((one) => fitting(one, find)));
  if (Array.isArray(schema.type)) return fc.oneof(...schema.type.map((type) => fitting({ ...schema, type }, find)));
  if (schema.type === 'null') return fc.constant(null);
  if (schema.allOf) return fitting(schema.allOf[0] ?? {}, find);
  if (schema.format === 'uuid') return id;
  if (schema.format === 'date-time') return moments;
  if (schema.format === 'date') return moments.map((moment) => moment.slice(0, 10));
  if (schema.type === 'boolean') return fc.boolean();
  if (schema.type === 'integer' || schema.type === 'number')
    return fc.integer({ min: schema.minimum ?? 0, max: schema.maximum ?? 100 });
  if (schema.type === 'array') return fc.array(valueOf(schema.items ?? {}, find), { maxLength: 3 });
  if (schema.type === 'object' || schema.properties) return objectOf(schema, find);
  return fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 });
}

function objectOf({ properties = {} }: Schema, find: (ref: string) => Schema): Arbitrary<unknown> {
  const model = Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, valueOf(one, find)]));
  const known = fc.record(model, { requiredKeys: [] });
  const strange = fc.dictionary(hostileText, hostileValue, { maxKeys: 1 });
  return fc.oneof(
    { weight: 8, arbitrary: known },
    { weight: 4, arbitrary: fc.record(model) },
    { weight: 1, arbitrary: fc.tuple(known, strange).map(([a, b]) => ({ ...a, ...b })) },
  );
}

/** Mostly valid values for the schema, sometimes any value. */
export const valueOf = (schema: Schema, find: (ref: string) => Schema): Arbitrary<unknown> =>
  fc.oneof({ weight: 9, arbitrary: fitting(schema, find) }, { weight: 1, arbitrary: hostileValue });
