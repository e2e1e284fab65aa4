// npm run swift -- start|stop: a real S3 server for trying things out, and for the tests of the S3 driver. Debian, as root.
import { parseArgs } from 'node:util';
import { SwiftServer } from './swift/swift-server.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    directory: { type: 'string', default: '/var/lib/trellis/swift' },
    port: { type: 'string', default: '8085' },
    bucket: { type: 'string', default: 'trellis' },
  },
});
const server = new SwiftServer(values.directory, Number(values.port));

if (positionals[0] === 'start') {
  if (!(await server.answers())) await server.start();
  await server.makePublicBucket(values.bucket);
  const settings = Object.entries(server.settings(values.bucket));
  process.stdout.write(`${settings.map(([name, value]) => `export ${name}=${value}`).join('\n')}\n`);
} else if (positionals[0] === 'stop') {
  server.stop();
} else {
  process.stderr.write('npm run swift -- start|stop [--directory DIR] [--port N] [--bucket NAME]\n');
  process.exitCode = 2;
}
