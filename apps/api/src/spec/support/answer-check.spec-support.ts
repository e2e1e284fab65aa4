import { readFileSync } from 'node:fs';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

interface Answered {
  method: string;
  /** With or without a query. */
  url: string;
  status: number;
  /** The media type, or empty. */
  type: string;
  body: string;
}
interface Media {
  schema?: object;
}
interface Operation {
  responses: Record<string, { content?: Record<string, Media> }>;
}

const document = JSON.parse(readFileSync(join(import.meta.dirname, '../../../../../openapi.json'), 'utf8')) as {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object> };
};
const ajv = new Ajv2020({ strict: false, allErrors: true });
formats.default(ajv);
ajv.addSchema({ $id: 'document', components: { schemas: closed(document.components.schemas) } });
const compiled = new Map<object, ValidateFunction>();

/** Every answer of an operation is compared with the committed OpenAPI document. A field that it lacks is an error. */
export class AnswerCheck {
  readonly differences = new Set<string>();

  /** Watches what a server in this process answers. */
  watch(server: Server): void {
    server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
      const { method = '', url = '' } = request;
      const sent = recorded(response);
      response.once('finish', () => {
        const body = Buffer.concat(sent.pieces).toString();
        this.take({ method, url, status: response.statusCode, type: sent.type(), body });
      });
    });
  }

  take({ method, url, status, type, body }: Answered): void {
    const found = operationOf(method, url.split('?')[0] ?? '');
    if (!found) return;
    const what = `${method} ${found.path} ${status}`;
    const answer = found.operation.responses[String(status)];
    if (!answer) return void this.differences.add(`${what} is not documented: ${body.slice(0, 200)}`);
    const media = type.split(';')[0] ?? '';
    const documented = answer.content?.[media];
    if (body !== '' && !documented)
      return void this.differences.add(`${what} has no content ${media}: ${body.slice(0, 200)}`);
    if (!documented?.schema || !media.endsWith('json')) return;
    const validate = compile(documented.schema);
    if (validate(JSON.parse(body))) return;
    for (const { instancePath, message, params } of validate.errors ?? [])
      this.differences.add(`${what}${instancePath.replace(/\/\d+/g, '/*')} ${message} ${JSON.stringify(params)}`);
  }

  /** @throws Error with every difference */
  expectNone(): void {
    if (this.differences.size > 0)
      throw new Error(`Answers differ from the document:\n${[...this.differences].join('\n')}`);
  }
}

/** What is written into the response, and its content type, which may be given with the status. */
function recorded(response: ServerResponse): { pieces: Buffer[]; type: () => string } {
  const pieces: Buffer[] = [];
  let headers: object = {};
  const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => ServerResponse;
  response.writeHead = (...args: unknown[]) => {
    headers = { ...headers, ...(args.at(-1) as object) };
    return writeHead(...args);
  };
  const keep = (piece: unknown) => {
    if (typeof piece === 'string' || piece instanceof Uint8Array) pieces.push(Buffer.from(piece));
  };
  const [write, end] = [response.write.bind(response), response.end.bind(response)];
  response.write = ((...args: Parameters<typeof write>) => (keep(args[0]), write(...args))) as typeof response.write;
  response.end = ((...args: Parameters<typeof end>) => (keep(args[0]), end(...args))) as typeof response.end;
  const given = () =>
    Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1] as string | undefined;
  return { pieces, type: () => given() ?? (response.getHeader('content-type') as string | undefined) ?? '' };
}

const patterns = Object.entries(document.paths).map(([path, item]) => ({
  path,
  item,
  pattern: new RegExp(`^${path.replace(/\{[^}]+\}/g, '[^/]+')}$`),
}));

function operationOf(method: string, path: string): { path: string; operation: Operation } | undefined {
  const found = patterns.find(({ pattern, item }) => item[method.toLowerCase()] && pattern.test(path));
  const operation = found?.item[method.toLowerCase()];
  return found && operation && { path: found.path, operation };
}

function compile(schema: object): ValidateFunction {
  const known = compiled.get(schema);
  if (known) return known;
  const text = JSON.stringify(closed(schema)).replaceAll('"#/components/', '"document#/components/');
  const validate = ajv.compile(JSON.parse(text) as object);
  compiled.set(schema, validate);
  return validate;
}

/** The schema without room for fields that it does not name. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  const open = inner['properties'] === undefined || 'additionalProperties' in inner;
  return open ? inner : { ...inner, additionalProperties: false };
}
