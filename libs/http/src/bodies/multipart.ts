import type { Multipart, MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { ValidationFailedError, isStorableText, type ReceivedFile } from '@trellis/kernel';

export type MultipartRequest = FastifyRequest;

export interface Form {
  fields: Record<string, string>;
  file: ReceivedFile | undefined;
}

export const isMultipart = (request: MultipartRequest): boolean => request.isMultipart();

/** The files of the field one by one, so that only one is in memory. @throws ValidationFailedError */
export async function* filesOf(request: MultipartRequest, field: string): AsyncIterable<ReceivedFile> {
  for await (const part of partsOf(request)) {
    if (part.type !== 'file' || part.fieldname !== field) throw unexpected(part.fieldname);
    yield await received(part);
  }
}

/** Named fields and one file, in any order. @throws ValidationFailedError for unknown or repeated parts */
export async function formOf(request: MultipartRequest, fileField: string, fields: readonly string[]): Promise<Form> {
  const form: Form = { fields: {}, file: undefined };
  for await (const part of partsOf(request)) {
    if (part.type === 'file') {
      if (part.fieldname !== fileField || form.file) throw unexpected(part.fieldname);
      form.file = await received(part);
    } else {
      if (!fields.includes(part.fieldname) || part.fieldname in form.fields) throw unexpected(part.fieldname);
      form.fields[part.fieldname] = String(part.value);
    }
  }
  return form;
}

/** A part may lack a name, although its type does not say so. */
const unexpected = (field: string | undefined) =>
  new ValidationFailedError([
    { path: (field ?? 'body').toWellFormed().slice(0, 100), message: 'is unexpected or repeated' },
  ]);

async function* partsOf(request: MultipartRequest): AsyncIterable<Multipart> {
  if (!request.isMultipart())
    throw new ValidationFailedError([{ path: 'body', message: 'must be multipart/form-data' }]);
  try {
    yield* request.parts();
  } catch (error) {
    throw explained(error);
  }
}

/** A body that ends too early fails between two parts or within one. */
const explained = (error: unknown): unknown =>
  error instanceof ValidationFailedError || !isBroken(error)
    ? error
    : new ValidationFailedError([{ path: 'body', message: 'is not a complete multipart body' }]);

const isBroken = (error: unknown) => {
  const { code, message, statusCode } = error as { code?: string; message?: string; statusCode?: number };
  if (statusCode === 413) return false;
  return (
    code === 'ERR_STREAM_PREMATURE_CLOSE' ||
    code === 'ECONNRESET' ||
    /multipart|boundary|unexpected end|premature|aborted/i.test(message ?? '')
  );
};

async function received(part: MultipartFile): Promise<ReceivedFile> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of part.file) if (!part.file.truncated) chunks.push(chunk as Buffer);
  } catch (error) {
    throw explained(error);
  }
  const name = (part.filename ?? '').split(/[\\/]/).pop() ?? '';
  const safe = isStorableText(name) ? name.replace(/\p{Cc}/gu, '').slice(0, 200) : '';
  return { name: safe || 'file', bytes: part.file.truncated ? undefined : Buffer.concat(chunks) };
}
