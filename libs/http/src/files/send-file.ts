import { Readable } from 'node:stream';
import { StreamableFile, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { create } from 'content-disposition';
import type { FastifyReply, FastifyRequest } from 'fastify';
import fresh from 'fresh';
import { parse } from 'range-parser';
import { DomainError, type FileRange, type ServedFile } from '@trellis/kernel';
import { httpProblems } from '../problems/http.problems.ts';

/** A bit of what range-parser answers. */
const MALFORMED = 1;
/** For pictures: opened by themselves they run nothing and load nothing. */
export const HARMLESS = `sandbox; default-src 'none'`;
const CACHED = 'private, max-age=31536000, immutable';

/** Sends a file as the answer to the request. */
export type FileSender = (file: ServedFile) => Promise<StreamableFile | undefined>;

/** A FileSender, for the parameter of a handler that returns what it returns. */
export const SendFile = createParamDecorator((_: unknown, context: ExecutionContext): FileSender => {
  const http = context.switchToHttp();
  return (file) => answerFile(http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>(), file);
});

/**
 * Answers GET and HEAD, conditional requests and requests for one range (RFC 9110). Several ranges get the whole file.
 * @throws DomainError range_not_satisfiable (416)
 */
async function answerFile(
  request: FastifyRequest,
  reply: FastifyReply,
  file: ServedFile,
): Promise<StreamableFile | undefined> {
  const { contentType, byteSize } = file;
  const etag = file.sha256 && `"${file.sha256}"`;
  if (etag && fresh(request.headers, { etag })) {
    await file.close?.();
    describe(reply, file, etag);
    void reply.status(304);
    return undefined;
  }
  const head = request.method === 'HEAD';
  const range = head ? undefined : await rangeOf(request, reply, file, etag);
  describe(reply, file, etag);
  if (head) {
    await file.close?.();
    return new StreamableFile(Readable.from([]), { type: contentType, length: byteSize });
  }
  if (!range) return new StreamableFile(await file.open(), { type: contentType, length: byteSize });
  void reply.status(206).header('Content-Range', `bytes ${range.start}-${range.end}/${byteSize}`);
  return new StreamableFile(await file.open(range), { type: contentType, length: range.end - range.start + 1 });
}

function describe(reply: FastifyReply, { name }: ServedFile, etag: string | null): void {
  void reply.header('Cache-Control', etag ? CACHED : 'no-store').header('Accept-Ranges', 'bytes');
  void reply.header('Content-Security-Policy', HARMLESS);
  if (etag) void reply.header('ETag', etag);
  if (name !== undefined) void reply.header('Content-Disposition', create(name, { type: 'inline' }));
}

/** Undefined for the whole file. */
async function rangeOf(
  { headers }: FastifyRequest,
  reply: FastifyReply,
  file: ServedFile,
  etag: string | null,
): Promise<FileRange | undefined> {
  const asked = headers.range;
  // The client has a part of other bytes.
  if (asked === undefined || (headers['if-range'] !== undefined && headers['if-range'] !== etag)) return undefined;
  const { code, type, ranges } = parse(file.byteSize, asked);
  if (type !== 'bytes' || (code & MALFORMED) !== 0) return undefined;
  if (ranges.length === 0) {
    await file.close?.();
    void reply.header('Content-Range', `bytes */${file.byteSize}`).header('Cache-Control', 'no-store');
    throw new DomainError(httpProblems.range_not_satisfiable, 'The file is shorter. Content-Range has its size.');
  }
  return ranges.length === 1 ? ranges[0] : undefined;
}
