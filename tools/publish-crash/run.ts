// npm run test:publish-crash -- --posts N --kills N --seed S: see tools/publish-crash/README.md.
import { parseArgs } from 'node:util';
import { untilDeadline } from '@trellis/kernel/until-deadline';
import { Client } from '../crash/client.ts';
import { Random } from '../crash/random.ts';
import { runStory, say } from '../crash/run-story.ts';
import { PublishPeople } from './people.ts';
import { startPublishSystem, type PublishSystem } from './publish-system.ts';
import { PublishTrouble } from './trouble.ts';
import { violationsOf } from './verdict.ts';

const { values } = parseArgs({
  options: {
    posts: { type: 'string', default: '60' },
    kills: { type: 'string', default: '15' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    keep: { type: 'boolean', default: false },
  },
});
const [posts, kills, seed] = [Number(values.posts), Number(values.kills), Number(values.seed)];
const SETTLE_S = 600;
/** Of the pictures that posts could show, at most three each. */
const PHOTOS_OF_POST = 2.1;

const OPEN = `select count(*) as n from posts where state in ('scheduled', 'publishing', 'unknown')`;
/** As if the hours had passed that posts wait for a quota, or for another look. */
const PASS = [
  `update posts set next_attempt_at = now() where state in ('scheduled', 'unknown') and next_attempt_at > now() + interval '5 seconds'`,
  `update posts set publish_sent_at = publish_sent_at - interval '1 hour' where state = 'unknown' and attempts >= 5`,
  `update publish_accounts set quota_at = null, quota_used = null, quota_total = null`,
];
const RESULTS = `select state || coalesce(' ' || reason, '') as what, count(*)::int as n from posts group by 1 order by 1`;

async function story(system: PublishSystem, random: Random) {
  const client = new Client(system.base, system.key);
  const people = new PublishPeople(client, random);
  say('pictures …');
  await people.prepare(Math.ceil(posts * PHOTOS_OF_POST) + 3);
  const trouble = new PublishTrouble(system, random);
  say('trouble …');
  const planning = people.plan(posts);
  await Promise.all([planning, trouble.make(() => system.kills >= kills)]);
  isOver = true;
  say('settling …');
  await system.fakes[0]?.order({ on: 'media', do: 'reset' });
  await Promise.all(system.servers.map((server) => server.ready()));
  const settled = async () => {
    await people.resumeIfPaused();
    for (const sql of PASS) await system.sql.query(sql);
    return (await system.count(OPEN)) === 0;
  };
  await untilDeadline('every post to be settled', settled, { seconds: SETTLE_S, everyMs: 1_000 });
  const journal = await system.fakes[0]?.journal();
  if (!journal) throw new Error('there is no journal');
  const violations = [...(await violationsOf(system.sql, journal, people.posts)), ...client.unexpected];
  const rows = (await system.sql.query<{ what: string; n: number }>(RESULTS)).rows;
  const results = Object.fromEntries(rows.map(({ what, n }) => [what, n])) as object;
  const killedAt = system.workers.map((worker) => worker.killedAt);
  return {
    people: people.done,
    trouble: trouble.done,
    kills: system.kills,
    killedAt,
    media: journal.media.length,
    results,
    violations,
  };
}

let isOver = false;
say(`${posts} posts, ${kills} kills; seed ${seed}`);
const random = new Random(seed);
const system = await startPublishSystem(random, () => !isOver);
await runStory(system, { seed, keep: values.keep }, () => story(system, random));
