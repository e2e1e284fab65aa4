import fc, { type Arbitrary } from 'fast-check';
import { anId, hostileText, valueOf, type Schema } from './fuzz-values.spec-support.ts';

export interface OpenApi {
  paths: Record<string, Record<string, OpenApiOperation>>;
  components: { schemas: Record<string, Schema> };
}

interface OpenApiOperation {
  operationId: string;
  parameters?: { name: string; in: string; schema: Schema }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
}

/** A request before the ids of existing objects are filled in. */
export interface FuzzRequest {
  operation: string;
  method: string;
  path: string;
  parameters: Record<string, unknown>;
  query: [string, unknown][];
  body: { type: string; content: unknown } | undefined;
  headers: Record<string, string>;
}

const brokenJson = fc.oneof(
  fc.constantFrom(
    '{',
    '{"a":',
    '[1,',
    '"',
    '{"a":1}}',
    '\ufeff{}',
    '{"a":1e999}',
    '{"__proto__":{}}',
    '[]',
    'null',
    '1',
    '""',
  ),
  fc.constantFrom('['.repeat(20_000), `{"name":"${'x'.repeat(300_000)}"}`, `[${'1,'.repeat(1000)}1]`),
  hostileText,
);

const BOUNDARY = 'fuzzfuzzfuzz';
const part = fc.record({
  head: fc.oneof(
    fc.constantFrom(
      'content-disposition: form-data; name="file"; filename="a.png"',
      'content-disposition: form-data; name="files"; filename="../../a.png"',
      'content-disposition: form-data; name="stepId"',
      'content-disposition: form-data; name="__proto__"',
      'content-disposition: form-data',
      'content-disposition: form-data; name="files"; filename="\0"\r\ncontent-type: image/png',
    ),
    hostileText.map((text) => `content-disposition: form-data; name="${text}"`),
  ),
  content: fc.oneof(
    hostileText,
    fc.constantFrom('\x89PNG\r\n\x1a\n', '\xff\xd8\xff', 'RIFF\0\0\0\0WEBP', 'x'.repeat(200_000)),
  ),
});

/** Parts in any order, with or without the closing line. */
const multipart = fc.tuple(fc.array(part, { maxLength: 3 }), fc.boolean()).map(([parts, ended]) => ({
  type: `multipart/form-data; boundary=${BOUNDARY}`,
  content: `${parts.map(({ head, content }) => `--${BOUNDARY}\r\n${head}\r\n\r\n${content}\r\n`).join('')}${ended ? `--${BOUNDARY}--\r\n` : ''}`,
}));

const strangeHeaders = fc.oneof(
  { weight: 12, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Record<string, string>>(
      { authorization: '' },
      { authorization: 'Bearer nonsense' },
      { 'content-type': 'text/plain' },
      { 'content-type': 'application/json; charset=latin1' },
      { accept: 'text/html' },
      { 'x-request-id': 'x'.repeat(5000) },
      { range: 'bytes=9-1' },
      { 'idempotency-key': '' },
      { 'idempotency-key': 'x'.repeat(201) },
      { 'idempotency-key': 'the same for all' },
    ),
  },
);

/** Any request to any operation of the document, also invalid ones. */
export function requestsOf(document: OpenApi): Arbitrary<FuzzRequest> {
  const find = (ref: string) => document.components.schemas[ref.split('/').pop() as string] as Schema;
  const all = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => requestOf(find, { path, method, operation })),
  );
  return fc.oneof(...all);
}

function requestOf(
  find: (ref: string) => Schema,
  { path, method, operation }: { path: string; method: string; operation: OpenApiOperation },
): Arbitrary<FuzzRequest> {
  const queries = (operation.parameters ?? []).filter((one) => one.in === 'query');
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string);
  const query = fc.tuple(
    fc.tuple(...queries.map(({ name, schema }) => fc.option(valueOf(schema, find)).map((value) => [name, value]))),
    fc.oneof({ weight: 20, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.tuple(hostileText, hostileText) }),
  );
  return fc.record({
    operation: fc.constant(operation.operationId),
    method: fc.constant(method.toUpperCase()),
    path: fc.constant(path),
    parameters: fc.record(Object.fromEntries(names.map((name) => [name, anId]))),
    query: query.map(
      ([known, strange]) =>
        [...known.filter(([, value]) => value !== null), ...(strange.length ? [strange] : [])] as [string, unknown][],
    ),
    body: bodyOf(find, operation),
    headers: strangeHeaders,
  });
}

function bodyOf(find: (ref: string) => Schema, { requestBody }: OpenApiOperation): Arbitrary<FuzzRequest['body']> {
  const content = requestBody?.content ?? {};
  const json = content['application/json'];
  const type = 'application/json';
  const nothing = fc.constant(undefined);
  if (!json && !content['multipart/form-data'])
    return fc.oneof({ weight: 9, arbitrary: nothing }, fc.constant({ type, content: '{}' }));
  return fc.oneof(
    ...(json ? [{ weight: 12, arbitrary: valueOf(json.schema, find).map((value) => ({ type, content: value })) }] : []),
    ...(content['multipart/form-data'] ? [{ weight: 12, arbitrary: multipart }] : []),
    { weight: 1, arbitrary: brokenJson.map((text) => ({ type, content: text })) },
    { weight: 1, arbitrary: nothing },
  );
}
