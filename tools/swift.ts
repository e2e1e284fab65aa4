// npm run swift -- start|stop|serve: a real S3 server to try things out, and for tests of the S3 driver. Debian, as
// root.
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { SwiftServer } from './swift/swift-server.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    directory: { type: 'string', default: '/var/lib/trellis/swift' },
    port: { type: 'string', default: '8085' },
    bucket: { type: 'string', default: 'trellis' },
    host: { type: 'string', default: '127.0.0.1' },
  },
});
const server = new SwiftServer(values.directory, Number(values.port), values.host);

async function start() {
  if (!(await server.answers())) await server.start();
  await server.makeBuckets(values.bucket);
}

if (positionals[0] === 'start') {
  await start();
  const settings = Object.entries(server.settings(values.bucket));
  process.stdout.write(`${settings.map(([name, value]) => `export ${name}=${value}`).join('\n')}\n`);
} else if (positionals[0] === 'stop') {
  server.stop();
} else if (positionals[0] === 'serve') {
  const signalled = once(process, 'SIGTERM');
  const held = setInterval(() => undefined, 60_000);
  await start();
  await signalled;
  clearInterval(held);
  server.stop();
} else {
  process.stderr.write(
    'npm run swift -- start|stop|serve [--directory DIR] [--host ADDRESS] [--port N] [--bucket NAME]\n',
  );
  process.exitCode = 2;
}
