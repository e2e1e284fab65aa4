import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { empty, type ComfyAnswer, type ComfyRequest } from './answers.ts';
import type { ComfyServer } from './comfy-server.ts';
import { fileKinds, fileNamed, type FileKind } from './files.ts';

/** A file of a folder, or the statuses that real servers have for everything else. */
export function viewFile(server: ComfyServer, { query, headers }: ComfyRequest): ComfyAnswer {
  const filename = query.get('filename');
  if (filename === null) return empty(404);
  if (filename === '' || filename.startsWith('/') || filename.includes('..')) return empty(400);
  const kind = query.get('type') ?? 'output';
  if (!fileKinds.includes(kind)) return empty(400);
  const subfolder = posix.normalize(query.get('subfolder') || '.');
  if (posix.isAbsolute(subfolder) || subfolder.startsWith('..')) return empty(403);
  if (server.script.takes('missing_view')) return empty(404);
  const named = / \[(output|temp|input)\]$/.test(filename) ? fileNamed(filename) : undefined;
  const name = named?.filename ?? posix.basename(filename);
  const place = {
    filename: name,
    subfolder: subfolder === '.' ? '' : subfolder,
    type: (named?.type ?? kind) as FileKind,
  };
  const bytes = name === filename || named ? server.files.get(place) : undefined;
  return bytes ? sent(server, bytes, name, headers) : empty(404);
}

function sent(server: ComfyServer, bytes: Buffer, name: string, asked: ComfyRequest['headers']): ComfyAnswer {
  const etag = `"${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}-${bytes.length.toString(16)}"`;
  const headers = {
    'x-content-type-options': 'nosniff',
    'content-disposition': `filename="${name}"`,
    'content-type': 'image/png',
    etag,
    'accept-ranges': 'bytes',
  };
  if (asked['if-none-match'] === etag) return { status: 304, headers };
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(String(asked['range'] ?? '')) ?? [];
  if (first !== undefined) {
    const part = bytes.subarray(Number(first), Number(last) + 1);
    const range = `bytes ${first}-${last}/${bytes.length}`;
    return { status: 206, headers: { ...headers, 'content-range': range }, body: part };
  }
  // The length that was promised, and half of the bytes.
  if (server.script.takes('truncate_view'))
    return {
      status: 200,
      headers: { ...headers, 'content-length': String(bytes.length) },
      body: bytes.subarray(0, bytes.length >> 1),
    };
  return { status: 200, headers, body: bytes };
}
