import { randomBytes, randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { publishSteps } from '@trellis/publishing/testing';
import { ProcessSystem } from '../crash/process-system.ts';
import type { Random } from '../crash/random.ts';
import { FakeInstagramProcess } from './fake-instagram-process.ts';

export type PublishSystem = ProcessSystem<FakeInstagramProcess>;

const PACE = pathToFileURL(join(import.meta.dirname, 'fast-pace.ts')).href;
/** How often a worker dies at a step, not at any moment. */
const AT_A_STEP = 0.6;
const MOST_PASSES = 4;

/** Workers that die at the numbered steps, as long as `kills` says so. */
export async function startPublishSystem(random: Random, mayKill: () => boolean): Promise<PublishSystem> {
  const fake = await FakeInstagramProcess.start();
  return ProcessSystem.start({
    name: 'publish',
    fakes: [fake],
    env: (base) => ({
      ...{ PUBLIC_BASE_URL: `${base}/media`, INSTAGRAM_GRAPH_URL: fake.url, PUBLISH_MAX_LATENESS: '24h' },
      SECRETS_KEY: randomBytes(32).toString('base64'),
      NODE_OPTIONS: `--import=${PACE}`,
    }),
    nextPoint: () => {
      const step = random.of(publishSteps);
      if (!mayKill() || !random.chance(AT_A_STEP) || !step) return {};
      const marker = join(tmpdir(), `trellis-publish-crash-${randomUUID()}`);
      return { CRASH_POINT: `publish-${step}`, CRASH_NTH: String(random.whole(1, MOST_PASSES)), CRASH_MARKER: marker };
    },
  });
}
