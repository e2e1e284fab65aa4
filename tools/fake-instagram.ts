// npm run fake:instagram -- --port 8189: the Graph API of one Instagram account on loopback, to try publishing out.
// Nothing has to be built before.
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { FakeInstagram } from '@trellis/testing/fake-instagram';

function refuse(problem: string): never {
  process.stderr.write(`${problem}\nnpm run fake:instagram -- [--port N] [--processing MS] [--quota N]\n`);
  process.exit(2);
}

function optionsGiven() {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string', default: '8189' },
        processing: { type: 'string', default: '200' },
        quota: { type: 'string', default: '100' },
      },
    });
    return values;
  } catch (error) {
    return refuse((error as Error).message);
  }
}

function whole(name: string, text: string, most: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 0 && number <= most) return number;
  return refuse(`--${name} must be a whole number from 0 to ${most}, not ${text}.`);
}

const given = optionsGiven();
const port = whole('port', given.port, 65_535);
const options = {
  processingMs: whole('processing', given.processing, 600_000),
  quota: whole('quota', given.quota, 1_000_000),
};
const stopped = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
const fake = await FakeInstagram.start({ port, ...options }).catch((error: NodeJS.ErrnoException) => {
  if (error.code !== 'EADDRINUSE') throw error;
  return refuse(`Port ${port} is used by another process. Stop it, or choose another --port.`);
});
const { id, token } = fake.account;
process.stdout.write(`The Graph API answers at ${fake.url}. Account ${id}, token ${token}. Ctrl+C ends it.\n`);
await stopped;
await fake.stop();
