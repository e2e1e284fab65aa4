import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { DomainError, ValidationFailedError, firstCharacters, storableText, type ReceivedFile } from '@trellis/kernel';
import { httpProblems } from '../problems/http.problems.ts';

/** Limits of a form, apart from the bytes of a file. They bound the work for forms that are refused. */
export const FORM_LIMITS = { fields: 500, files: 1_000, parts: 1_500, fieldSize: 10_000 };

const MOST_NAME = 200;
const UNDECODABLE = '\ufffd';

/** A part that holds the bytes of a file also when the client names no file. Browsers and most libraries name one. */
export const isFilePart = (
  field: string | undefined,
  type: string | undefined,
  fileName: string | undefined,
): boolean =>
  fileName !== undefined ||
  field === 'file' ||
  field === 'files' ||
  type === 'application/octet-stream' ||
  (type ?? '').startsWith('image/');

/** One part of a form. A text has no file, and a file no text. */
export interface FormPart {
  field: string;
  text: string;
  file: ReceivedFile | undefined;
}

/**
 * All parts in the order sent. The bytes of a file are kept only if it is `wanted`; the others are read and discarded.
 * @throws ValidationFailedError for a body that is no form or ends early; DomainError payload_too_large
 */
export async function* partsOf(request: FastifyRequest, wanted: (field: string) => boolean): AsyncIterable<FormPart> {
  if (!request.isMultipart())
    throw new ValidationFailedError([{ path: 'body', message: 'must be multipart/form-data' }]);
  refuseBoundary(request.headers['content-type'] ?? '');
  try {
    for await (const part of request.parts()) {
      const field = firstCharacters(storableText(part.fieldname ?? 'body'), 100);
      if (part.type === 'file') yield { field, text: '', file: await received(part, wanted(field)) };
      else yield { field, text: String(part.value), file: undefined };
    }
  } catch (error) {
    throw explained(error);
  }
}

/** The parser cannot search for more; RFC 2046 allows 70. */
const MOST_BOUNDARY = 200;

function refuseBoundary(contentType: string): void {
  const boundary = /boundary="?([^";]*)/i.exec(contentType)?.[1] ?? '';
  if (boundary.length > MOST_BOUNDARY)
    throw new ValidationFailedError([
      { path: 'body', message: `has a boundary of more than ${MOST_BOUNDARY} characters` },
    ]);
}

async function received(part: MultipartFile, wanted: boolean): Promise<ReceivedFile> {
  const chunks: Buffer[] = [];
  for await (const chunk of part.file) if (wanted && !part.file.truncated) chunks.push(chunk as Buffer);
  const given = ((part.filename as string | undefined) ?? '').split(/[\\/]/).pop() ?? '';
  const name = firstCharacters(storableText(given).replace(/\p{Cc}/gu, ''), MOST_NAME);
  const undecodable = { path: part.fieldname, message: 'has a file name that is not UTF-8, or holds U+FFFD' };
  return {
    name: name || 'file',
    bytes: part.file.truncated || !wanted ? undefined : Buffer.concat(chunks),
    refusal: given.includes(UNDECODABLE) ? new ValidationFailedError([undecodable]) : undefined,
  };
}

/** A body that ends too early fails between two parts or within one. */
function explained(error: unknown): unknown {
  const { code, message, statusCode } = error as { code?: string; message?: string; statusCode?: number };
  if (error instanceof DomainError) return error;
  if (statusCode === 413) {
    const { files, parts, fields } = FORM_LIMITS;
    const limits = `${parts} parts, ${files} files and ${fields} texts`;
    return new DomainError(httpProblems.payload_too_large, `A form has at most ${limits}. What follows was not read.`);
  }
  const isBroken =
    code === 'ERR_STREAM_PREMATURE_CLOSE' ||
    code === 'ECONNRESET' ||
    /multipart|boundary|unexpected end|premature|aborted/i.test(message ?? '');
  if (isBroken) return new ValidationFailedError([{ path: 'body', message: 'is not a complete multipart body' }]);
  if (statusCode === undefined || statusCode >= 500) return error;
  return new ValidationFailedError([{ path: 'body', message: `has a part that cannot be read: ${message}` }]);
}
