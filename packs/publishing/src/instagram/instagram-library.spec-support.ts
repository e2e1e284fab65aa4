import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { aJpeg, FakeInstagram, untilDeadline, type GraphOrder } from '@trellis/testing';
import { usePack } from '@trellis/testing/jest';
import { AccountsService } from '../accounts/accounts.service.ts';
import { PostLibrary } from '../posts/post-library.spec-support.ts';
import { PublishingModule } from '../publishing.module.ts';
import { DueRunner } from '../running/due-runner.ts';
import { Pace } from './pace.ts';

export const ACCOUNT = '17841400000000001';
export const TOKEN = 'fake-token';

/** The pack with the fake of Instagram, on a clock that runs two hundred times as fast. */
export function useInstagram() {
  const env: NodeJS.ProcessEnv = {};
  const use = {
    fake: undefined as unknown as FakeInstagram,
    /** What every address of a picture answers. */
    picture: Buffer.alloc(0) as Buffer,
  };
  let media: Server;
  beforeAll(async () => {
    use.picture = await aJpeg({ width: 400, height: 400 });
    media = createServer((_request, response) => response.end(use.picture)).listen(0, '127.0.0.1');
    await once(media, 'listening');
    env['PUBLIC_BASE_URL'] = `http://127.0.0.1:${(media.address() as AddressInfo).port}`;
    Pace.factor = 1 / 200;
  });
  afterAll(() => {
    Pace.factor = 1;
    media.closeAllConnections();
    media.close();
  });
  beforeAll(async () => {
    use.fake = await FakeInstagram.start({ processingMs: 20 });
    env['INSTAGRAM_GRAPH_URL'] = use.fake.url;
  });
  afterAll(() => use.fake.stop());
  const pack = usePack([PublishingModule], { env });
  const library = new PostLibrary(pack);
  const runner = () => pack.module.get(DueRunner);

  beforeEach(async () => {
    use.fake.script.follow({ on: 'media', do: 'reset' });
    use.fake.account.media.length = 0;
    use.fake.account.containers.clear();
    use.fake.requests.length = 0;
    await pack.dataSource.query(`update publish_accounts set external_id = null`);
    await library.start();
    await pack.dataSource.query(`update publish_accounts set external_id = $2 where id = $1`, [
      ...[library.accountId, ACCOUNT],
    ]);
    await pack.module.get(AccountsService).setToken(library.accountId, TOKEN);
  });

  return Object.assign(use, {
    pack,
    library,
    order: (order: GraphOrder) => use.fake.order(order),
    media: () => use.fake.account.media,
    tick: () => runner().tick(),
    /** A worker looks until the post is in one of these states. */
    async until(id: string, ...states: string[]): Promise<void> {
      await untilDeadline(`the post to be ${states.join(' or ')}`, async () => {
        await runner().tick();
        const { state, lastError } = await library.post(id);
        const isOver = ['published', 'failed', 'cancelled'].includes(state) && !states.includes(state);
        if (isOver) throw new Error(`The post is ${state}: ${JSON.stringify(lastError)}`);
        return states.includes(state);
      });
    },
  });
}
