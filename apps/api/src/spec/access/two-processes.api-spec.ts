import type { AddressInfo } from 'node:net';
import { ApiKeys } from '@trellis/access';
import { untilDeadline } from '@trellis/testing';
import { buildApp } from '../../build-app.ts';
import { useApp } from '../support/use-app.spec-support.ts';

const SESSION = '/api/v1/session';

describe('sessions', () => {
  const app = useApp({ works: false });

  it('end on every process when their key is revoked', async () => {
    const second = await buildApp(app.config, app.databaseUrl);
    await second.listen(0, '127.0.0.1');
    const { port } = second.getHttpServer().address() as AddressInfo;
    const key = await app.app.get(ApiKeys).create({ name: 'on two processes', role: 'viewer' }, 'test');
    const [cookie = ''] = (await app.raw('post', SESSION).send({ key: key.key })).headers[
      'set-cookie'
    ] as unknown as string[];
    // A browser sends a cookie of the name that the process gives; behind one address both give the same.
    const sent = { connection: 'close', cookie: `trellis_session_${port}=${/=([\w-]+);/.exec(cookie)?.[1]}` };
    const status = async () => (await fetch(`http://127.0.0.1:${port}${SESSION}`, { headers: sent })).status;
    try {
      expect(await status()).toBe(200);
      await app.app.get(ApiKeys).revoke(key.id, 'test');
      await untilDeadline('the session to end on the other process', async () => (await status()) === 401);
    } finally {
      await second.close();
    }
  });
});
