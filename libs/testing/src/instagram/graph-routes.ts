import type { GraphAccount, Medium } from './graph-account.ts';
import { faults } from './graph-fault.ts';
import { requireOnly, type Parameters } from './graph-parameters.ts';
import type { Place } from './graph-script.ts';

export interface GraphRequest {
  method: string;
  path: string;
  parameters: Map<string, string>;
  authorization: string;
}

const VERSION = /^v\d{1,2}\.\d$/;
const SIXTY_DAYS_S = 60 * 24 * 3_600;
const LISTED = ['id', 'timestamp', 'media_type', 'caption', 'permalink'];

/** The words of a path without its version. @throws GraphFault */
export function wordsOf(path: string): string[] {
  const [version = '', ...words] = path.split('/').filter((word) => word !== '');
  if (version === 'refresh_access_token') return [version];
  if (!VERSION.test(version)) throw faults.parameter(`Unknown path components: /${version}`);
  return words;
}

/** The place that a script knows a request by. */
export function placeOf(method: string, words: readonly string[], accountId: string): Place | undefined {
  const [first, last] = [words[0], words.at(-1)];
  if (method === 'POST' && (last === 'media' || last === 'media_publish')) return last;
  if (last === 'content_publishing_limit') return last;
  return method === 'GET' && words.length === 1 && /^178\d{14}$/.test(first ?? '') && first !== accountId
    ? 'status'
    : undefined;
}

/** What the account answers. @throws GraphFault */
export async function answerGraph(account: GraphAccount, request: GraphRequest, words: readonly string[]) {
  const parameters = authorized(account, request);
  const route = `${request.method} ${words.map((word) => (/^\d+$/.test(word) ? '#' : word)).join('/')}`;
  const [id = ''] = words;
  if (words.length === 2 && id !== account.id) throw faults.unknownObject();
  switch (route) {
    case 'POST #/media':
      return { id: (await account.create(parameters)).id };
    case 'POST #/media_publish':
      requireOnly(parameters, ['creation_id'], []);
      return { id: account.publish(parameters.get('creation_id') ?? '').id };
    case 'GET #/content_publishing_limit':
      requireOnly(parameters, ['fields'], []);
      return limitOf(account, account.used);
    case 'GET #/media':
      requireOnly(parameters, ['fields'], ['limit']);
      return { data: listed(account, parameters) };
    case 'GET #':
      return object(account, id, parameters);
    case 'GET me':
      requireOnly(parameters, [], ['fields']);
      return profileOf(account, parameters);
    case 'GET refresh_access_token':
      return refreshed(account, parameters);
    default:
      throw faults.parameter(`Unsupported request: ${route}`);
  }
}

export const limitOf = ({ quota }: GraphAccount, used: number) => ({
  data: [{ quota_usage: used, config: { quota_total: quota, quota_duration: 86_400 } }],
});

/** A token in the header, or in the query. @throws GraphFault */
function authorized(account: GraphAccount, { parameters, authorization }: GraphRequest): Parameters {
  const token = parameters.get('access_token') ?? /^(?:Bearer|OAuth) (.+)$/.exec(authorization)?.[1];
  if (token !== account.token) throw faults.noToken();
  parameters.delete('access_token');
  return parameters;
}

function object(account: GraphAccount, id: string, parameters: Parameters): object {
  requireOnly(parameters, [], ['fields']);
  if (id === account.id) return profileOf(account, parameters);
  const medium = account.media.find((one) => one.id === id);
  if (medium) return fieldsOf(medium, parameters);
  const { state } = account.container(id);
  const all: Record<string, unknown> = { status_code: state, status: STATUS[state], id };
  return picked(all, parameters, ['id']);
}

const STATUS = {
  IN_PROGRESS: 'In Progress: Media is being processed',
  FINISHED: 'Finished: Media has been uploaded and it is ready to be published',
  PUBLISHED: 'Published: Media has been successfully published',
  ERROR: 'Error: Media upload has failed',
  EXPIRED: 'Expired: Media was not published in 24 hours',
};

function listed({ media }: GraphAccount, parameters: Parameters): object[] {
  const limit = Number(parameters.get('limit') ?? 25);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) throw faults.parameter('limit must be 1 to 100');
  return [...media]
    .reverse()
    .slice(0, limit)
    .map((medium) => fieldsOf(medium, parameters));
}

function fieldsOf({ id, caption, children, publishedAt }: Medium, parameters: Parameters): object {
  const all = {
    ...{ id, media_type: children.length > 0 ? 'CAROUSEL_ALBUM' : 'IMAGE' },
    ...{ timestamp: `${new Date(publishedAt).toISOString().slice(0, 19)}+0000` },
    permalink: `https://www.instagram.com/p/${Buffer.from(id).toString('base64url')}/`,
    ...(caption !== null && { caption }),
  };
  return picked(all, parameters, ['id'], LISTED);
}

function profileOf({ id }: GraphAccount, parameters: Parameters): object {
  const all = { id, user_id: id, username: 'still.lifes', account_type: 'BUSINESS' };
  return picked(all, parameters, ['id']);
}

/** The fields that were asked for. @throws GraphFault for one that the object does not have */
function picked(all: Record<string, unknown>, parameters: Parameters, always: string[], known = Object.keys(all)) {
  const fields = parameters.get('fields')?.split(',') ?? [];
  const missing = fields.find((field) => !known.includes(field));
  if (missing !== undefined) throw faults.parameter(`Tried accessing nonexisting field (${missing})`);
  return Object.fromEntries(Object.entries(all).filter(([name]) => [...always, ...fields].includes(name)));
}

function refreshed({ token }: GraphAccount, parameters: Parameters): object {
  requireOnly(parameters, ['grant_type'], []);
  if (parameters.get('grant_type') !== 'ig_refresh_token') throw faults.parameter('grant_type is not supported');
  return { access_token: token, token_type: 'bearer', expires_in: SIXTY_DAYS_S };
}
