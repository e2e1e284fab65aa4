import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface StoredBytes {
  bytes: Buffer;
  headers: Record<string, string>;
}

/** Runs around a request: may wait, or cut the connection (`false`: no answer is sent). */
export type Hook = (method: string, key: string) => Promise<boolean | void> | boolean | void;

/** An S3 server that refuses what Backblaze B2 refuses. */
export interface B2Dialect {
  endpoint: string;
  accessKey: string;
  /** The settings of a process that uses it. */
  settings: Record<string, string>;
  objects: Map<string, StoredBytes>;
  /** Those of S3_PRIVATE_BUCKET. */
  privateObjects: Map<string, StoredBytes>;
  /** Without the right to list, an object that does not exist is forbidden instead of missing. */
  mayList: boolean;
  keepsMetadata: boolean;
  mayDelete: boolean;
  /** Before a request is handled. */
  before: Hook;
  /** After the request took effect, before the answer. */
  after: Hook;
  stop(): Promise<void>;
}

const ACCESS_KEY = '0014a5b6c7d8e9f0000000001';
const BUCKET = 'trellis';
const PRIVATE_BUCKET = 'trellis-private';
const REFUSED = /^(x-amz-checksum-|x-amz-sdk-checksum|x-amz-trailer$|x-amz-acl$|x-amz-grant-|if-none-match$|if-match$)/;

class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
  ) {
    super(code);
  }
}

export async function startB2Dialect(): Promise<B2Dialect> {
  const objects = new Map<string, StoredBytes>();
  const rights = { mayList: true, keepsMetadata: true, mayDelete: true };
  const dialect = {
    accessKey: ACCESS_KEY,
    objects,
    privateObjects: new Map(),
    ...rights,
    before: () => undefined,
    after: () => undefined,
  } as Omit<B2Dialect, 'endpoint' | 'settings' | 'stop'>;
  const server = createServer((request, response) => void serve(dialect, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(dialect, { endpoint, settings: settingsFor(endpoint), stop });
}

const settingsFor = (endpoint: string) => ({
  STORAGE_DRIVER: 's3',
  S3_ENDPOINT: endpoint,
  S3_REGION: 'us-east-1',
  S3_BUCKET: BUCKET,
  S3_PRIVATE_BUCKET: PRIVATE_BUCKET,
  S3_ACCESS_KEY_ID: ACCESS_KEY,
  S3_SECRET_ACCESS_KEY: 's',
  S3_FORCE_PATH_STYLE: 'true',
  PUBLIC_BASE_URL: 'http://media.test',
});

async function serve(
  dialect: Omit<B2Dialect, 'endpoint' | 'settings' | 'stop'>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const method = request.method as string;
  const url = new URL(request.url as string, 'http://b2');
  const [, bucket, ...rest] = url.pathname.split('/');
  const key = decodeURIComponent(rest.join('/'));
  try {
    if ((await dialect.before(method, key)) === false) return void response.destroy();
    refuseForeign(request, dialect.accessKey);
    const objects = { [BUCKET]: dialect.objects, [PRIVATE_BUCKET]: dialect.privateObjects }[bucket ?? ''];
    if (!objects) throw new Refusal(404, 'NoSuchBucket');
    const answer = await perform({ ...dialect, objects }, { method, key, url, request });
    if ((await dialect.after(method, key)) === false) return void response.destroy();
    response.writeHead(answer.status, answer.headers).end(answer.body);
  } catch (error) {
    if (!(error instanceof Refusal)) return void response.destroy();
    request.resume();
    response.writeHead(error.status, { 'content-type': 'application/xml' });
    response.end(method === 'HEAD' ? undefined : `<Error><Code>${error.code}</Code></Error>`);
  }
}

/** Requests that B2 has answered with 400, and signatures of unknown keys. */
function refuseForeign({ headers }: IncomingMessage, accessKey: string): void {
  if (!headers.authorization?.includes(`Credential=${accessKey}/`)) throw new Refusal(403, 'InvalidAccessKeyId');
  const chunked =
    headers['content-encoding']?.includes('aws-chunked') ||
    String(headers['x-amz-content-sha256']).startsWith('STREAMING-') ||
    headers['transfer-encoding'] !== undefined;
  if (chunked || Object.keys(headers).some((name) => REFUSED.test(name))) throw new Refusal(400, 'InvalidArgument');
}

type Store = Pick<B2Dialect, 'objects' | 'mayList' | 'keepsMetadata' | 'mayDelete'>;

interface Asked {
  method: string;
  key: string;
  url: URL;
  request: IncomingMessage;
}

interface Answer {
  status: number;
  headers: Record<string, string>;
  body?: Buffer | string;
}

async function perform(dialect: Store, { method, key, url, request }: Asked): Promise<Answer> {
  const { objects, mayList } = dialect;
  if (method === 'PUT') return put(dialect, key, request);
  if (method === 'DELETE' && !dialect.mayDelete) throw new Refusal(403, 'AccessDenied');
  if (method === 'DELETE') {
    objects.delete(key);
    return { status: 204, headers: {} };
  }
  if (key === '' && !mayList) throw new Refusal(403, 'AccessDenied');
  if (method === 'GET' && key === '') return list(objects, url.searchParams);
  if (method === 'HEAD' && key === '') return { status: 200, headers: {} };
  const stored = objects.get(key);
  if (!stored) throw mayList ? new Refusal(404, 'NoSuchKey') : new Refusal(403, 'AccessDenied');
  const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
  const body = start === undefined ? stored.bytes : stored.bytes.subarray(Number(start), Number(end) + 1);
  const headers = { ...stored.headers, 'content-length': String(body.length) };
  return { status: start === undefined ? 200 : 206, headers, ...(method === 'GET' && { body }) };
}

async function put({ objects, keepsMetadata }: Store, key: string, request: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  const { headers } = request;
  const md5 = createHash('md5').update(bytes).digest();
  if (headers['content-length'] !== String(bytes.length)) throw new Refusal(400, 'IncompleteBody');
  if (headers['content-md5'] !== md5.toString('base64')) throw new Refusal(400, 'BadDigest');
  const kept = Object.entries(headers).filter(([name]) =>
    (keepsMetadata ? /^(content-type|cache-control|x-amz-meta-)/ : /^content-type/).test(name),
  );
  const etag = `"${md5.toString('hex')}"`;
  objects.set(key, { bytes, headers: { ...(Object.fromEntries(kept) as Record<string, string>), etag } });
  return { status: 200, headers: { etag } };
}

/** Two keys per page, so that a listing has several pages. */
function list(objects: B2Dialect['objects'], query: URLSearchParams): Answer {
  const after = query.get('continuation-token') ?? '';
  const keys = [...objects.keys()].filter((key) => key.startsWith(query.get('prefix') ?? '') && key > after).sort();
  const page = keys.slice(0, 2);
  const more = keys.length > page.length;
  const contents = page.map(
    (key) => `<Contents><Key>${key}</Key><Size>${objects.get(key)?.bytes.length}</Size></Contents>`,
  );
  const next = more ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : '';
  const body = `<ListBucketResult><IsTruncated>${more}</IsTruncated>${next}${contents.join('')}</ListBucketResult>`;
  return { status: 200, headers: { 'content-type': 'application/xml' }, body };
}
