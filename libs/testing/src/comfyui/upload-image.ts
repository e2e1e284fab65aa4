import { posix } from 'node:path';
import { broken, empty, ok, type ComfyAnswer, type ComfyRequest } from './answers.ts';
import type { ComfyServer } from './comfy-server.ts';
import { fileKinds, type FileKind, type FileName } from './files.ts';
import { textOf } from './text-of.ts';

/** A file for graphs. The same bytes under the same name stay one file; other bytes get a number. */
export async function uploadImage(server: ComfyServer, { headers, body }: ComfyRequest): Promise<ComfyAnswer> {
  const type = String(headers['content-type'] ?? '');
  const init = { method: 'POST', headers: { 'content-type': type }, body: new Uint8Array(body) };
  const form = await new Request('http://comfy/', init).formData();
  const image = form.get('image');
  if (!(image instanceof File) || image.name === '') return empty(400);
  const kind = textOf(form.get('type') ?? 'input');
  if (!fileKinds.includes(kind)) return broken;
  const subfolder = posix.normalize(textOf(form.get('subfolder') ?? '') || '.');
  const isOutside = posix.isAbsolute(subfolder) || subfolder.startsWith('..') || image.name.includes('..');
  if (isOutside || image.name.includes('/')) return empty(400);
  const bytes = Buffer.from(await image.arrayBuffer());
  const place = { filename: image.name, subfolder: subfolder === '.' ? '' : subfolder, type: kind as FileKind };
  const stored = form.get('overwrite') === 'true' ? place : free(server, place, bytes);
  server.files.put(stored, bytes);
  return ok({ name: stored.filename, subfolder: stored.subfolder, type: stored.type });
}

function free(server: ComfyServer, place: FileName, bytes: Buffer): FileName {
  const { name, ext } = posix.parse(place.filename);
  for (let n = 0; ; n += 1) {
    const candidate = { ...place, filename: n === 0 ? place.filename : `${name} (${n})${ext}` };
    const there = server.files.get(candidate);
    if (!there?.length || there.equals(bytes)) return candidate;
  }
}
