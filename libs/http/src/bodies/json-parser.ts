import type { FastifyInstance, FastifyRequest } from 'fastify';
import { DomainError, UndecodableTextError, decodeText } from '@trellis/kernel';
import { httpProblems } from '../problems/http.problems.ts';
import { parseJsonBody } from './json-body.ts';

/** UTF-16 needs its byte order mark. US-ASCII is a part of UTF-8. */
const CHARSETS = new Set(['utf-8', 'utf8', 'us-ascii', 'utf-16']);

/** Bodies are JSON in UTF-8, or in UTF-16 with a byte order mark. A body without a byte is no body, of any type. */
export function parseJsonBodies(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (request: FastifyRequest, body: Buffer) =>
      body.length === 0 ? emptyBody(request) : parseJsonBody(textOf(body, request.headers['content-type'] ?? '')),
  );
  fastify.addContentTypeParser('*', async (request: FastifyRequest) => {
    if (request.headers['content-length'] === '0') return emptyBody(request);
    throw new DomainError(
      httpProblems.malformed_json,
      'Send the body as application/json, or a form as multipart/form-data.',
    );
  });
}

/** @throws DomainError malformed_json with the place of a byte that does not fit */
function textOf(body: Buffer, contentType: string): string {
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(contentType)?.[1]?.toLowerCase() ?? 'utf-8';
  if (!CHARSETS.has(charset)) throw new DomainError(httpProblems.malformed_json, 'Send the body as JSON in UTF-8.');
  try {
    return decodeText(body);
  } catch (error) {
    if (!(error instanceof UndecodableTextError)) throw error;
    throw new DomainError(httpProblems.malformed_json, `${error.message} Send the body as JSON in UTF-8.`);
  }
}

/** A client that always sends the JSON content type may omit the body where none is needed. */
const emptyBody = (request: FastifyRequest): unknown => (request.method === 'DELETE' ? undefined : {});
