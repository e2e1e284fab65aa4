import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { whoOf, type Holders } from '@trellis/access';
import type { TrellisConfig } from '@trellis/config';
import type { ProblemFilter } from '@trellis/http';

/** What the build of apps/admin leaves, from the sources and from a build of this file. */
const SITE = join(import.meta.dirname, '../../../admin/dist/site');
const NONCE = /NONCE_OF_THIS_ANSWER/g;
const SESSION = 'SESSION_OF_THIS_ANSWER';
const NOT_BUILT = 'The pages are not built. Start with `npm start`, or build them with `npm run build`.\n';

/**
 * The pages under /admin: one document for every address below it, and its files. They use the API like any other
 * client. Without a build, /admin answers 503 and the API works all the same.
 */
export async function serveAdmin(
  fastify: FastifyInstance,
  config: TrellisConfig,
  filter: ProblemFilter,
  { holders, site = SITE }: { holders: Holders; site?: string },
): Promise<void> {
  const page = existsSync(join(site, 'index.html')) ? readFileSync(join(site, 'index.html'), 'utf8') : undefined;
  const answer = async (request: FastifyRequest, reply: FastifyReply) => {
    if (!page) return reply.code(503).type('text/plain').send(NOT_BUILT);
    // So that the page neither waits for this, nor asks and is refused before anyone has signed in.
    const { apiKey, session } = await holders.of(request);
    const who = apiKey ? encodeURIComponent(JSON.stringify(whoOf(apiKey, session))) : 'none';
    return sendPage(reply, page.replace(SESSION, who), config);
  };
  await fastify.register(async (scope) => {
    scope.setErrorHandler((error, request, reply) => filter.answer(error, request, reply));
    scope.get('/admin', answer);
    scope.get('/admin/*', answer);
    if (page) await serveFiles(scope, site);
  });
}

/** Files with their hash in the name stay the same for ever. A missing one is 404, not the document. */
async function serveFiles(scope: FastifyInstance, site: string): Promise<void> {
  const common = { index: false, list: false, redirect: false, dotfiles: 'ignore', decorateReply: false } as const;
  await scope.register(fastifyStatic, {
    ...common,
    root: join(site, 'assets'),
    prefix: '/admin/assets/',
    preCompressed: true,
    immutable: true,
    maxAge: '1y',
  });
  for (const file of ['scheme.js', 'icon.svg']) {
    const bytes = readFileSync(join(site, file));
    scope.get(`/admin/${file}`, (_request, reply) => {
      void reply.type(file.endsWith('.js') ? 'text/javascript; charset=utf-8' : 'image/svg+xml');
      return reply.header('Cache-Control', 'no-cache').send(bytes);
    });
  }
}

function sendPage(reply: FastifyReply, page: string, config: TrellisConfig): FastifyReply {
  const nonce = randomBytes(16).toString('base64');
  return reply
    .type('text/html; charset=utf-8')
    .header('Cache-Control', 'no-store')
    .header('Content-Security-Policy', policyOf(nonce, config))
    .send(page.replace(NONCE, nonce));
}

/** Nothing comes from another host but public pictures. Mantine's style tags have the nonce of the answer. */
export const policyOf = (nonce: string, { PUBLIC_BASE_URL }: Pick<TrellisConfig, 'PUBLIC_BASE_URL'>): string =>
  [
    `default-src 'none'`,
    `script-src 'self'`,
    `style-src 'self' 'nonce-${nonce}'`,
    `img-src 'self' data: ${new URL(PUBLIC_BASE_URL).origin}`,
    `connect-src 'self'`,
    `font-src 'self'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
  ].join('; ');
