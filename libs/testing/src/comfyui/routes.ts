import { empty, ok, unknown, type ComfyAnswer, type ComfyRequest } from './answers.ts';
import type { ComfyServer } from './comfy-server.ts';
import { cancelJob, readJob } from './jobs-route.ts';
import { describeNode, NODES } from './nodes.ts';
import { postPrompt } from './post-prompt.ts';
import { uploadImage } from './upload-image.ts';
import { viewFile } from './view-file.ts';

type Route = (server: ComfyServer, request: ComfyRequest, id: string) => ComfyAnswer | Promise<ComfyAnswer>;

const GIGABYTE = 1_073_741_824;

/** By method and path; the last part of a path may be an id. */
const routes: Record<string, Route> = {
  'GET /prompt': (server) => ok({ exec_info: { queue_remaining: server.remaining } }),
  'POST /prompt': (server, { body }) => postPrompt(server, body.toString()),
  'GET /queue': (server) => ok(server.queue()),
  'POST /queue': (server, request) => {
    const { clear, delete: ids = [] } = bodyOf(request) as { clear?: boolean; delete?: string[] };
    if (clear) server.clearQueue();
    for (const id of ids) server.remove(id);
    return empty(200);
  },
  'GET /history': (server, { query }) => {
    const all = [...server.history].slice(-Number(query.get('max_items') ?? server.history.size) || undefined);
    return ok(Object.fromEntries(all));
  },
  'GET /history/ID': (server, _request, id) => {
    const ended = server.history.get(id);
    return ok(ended ? { [id]: ended } : {});
  },
  'POST /history': (server, request) => {
    const { clear, delete: ids = [] } = bodyOf(request) as { clear?: boolean; delete?: string[] };
    for (const id of clear ? server.history.keys() : ids) server.history.delete(id);
    return empty(200);
  },
  'POST /interrupt': (server, request) => {
    server.interrupt((bodyOf(request) as { prompt_id?: string }).prompt_id);
    return empty(200);
  },
  'POST /free': (server, request) => {
    if ((bodyOf(request) as { free_memory?: boolean }).free_memory) server.free();
    return empty(200);
  },
  'POST /upload/image': uploadImage,
  'GET /view': viewFile,
  'HEAD /view': viewFile,
  'GET /system_stats': (server) => {
    const memory = { ram_total: 16 * GIGABYTE, ram_free: 8 * GIGABYTE };
    const device = { name: 'cpu', type: 'cpu', index: null, vram_total: 16 * GIGABYTE, vram_free: 8 * GIGABYTE };
    return ok({ system: { os: 'linux', ...memory, comfyui_version: server.version }, devices: [device] });
  },
  'GET /features': () => ok({ supports_preview_metadata: true, max_upload_size: 104_857_600 }),
  'GET /object_info': () => ok(Object.assign({}, ...[...NODES.keys()].map(describeNode)) as object),
  'GET /object_info/ID': (_server, _request, id) => ok(describeNode(id)),
};

export async function answer(server: ComfyServer, request: ComfyRequest): Promise<ComfyAnswer> {
  const [, job, isCancel] = /^\/jobs\/([^/]+)(\/cancel)?$/.exec(request.path) ?? [];
  if (job !== undefined && isCancel && request.method === 'POST') return cancelJob(server, job);
  if (job !== undefined && request.method === 'GET') return readJob(server, job);
  const [, parent, id = ''] = /^(\/(?:history|object_info))\/(.+)$/.exec(request.path) ?? [];
  const route = routes[`${request.method} ${parent ? `${parent}/ID` : request.path}`];
  return route ? route(server, request, decodeURIComponent(id)) : unknown;
}

/** An empty body is an empty object. */
function bodyOf({ body }: ComfyRequest): object {
  return body.length === 0 ? {} : (JSON.parse(body.toString()) as object);
}
