// npm run fake:comfyui -- --port 8188: a ComfyUI server on loopback that draws still lifes, to try generation out.
// Nothing has to be built before.
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { FakeComfy } from '@trellis/testing/fake-comfy';
import { drawStillLife } from './draw-still-life.ts';

const VERSIONS = ['0.33.0', '0.3.64'] as const;
const SPEEDS = ['instant', 'real'] as const;

function oneOf<T extends string>(name: string, values: readonly T[], given: string): T {
  const found = values.find((value) => value === given);
  return found ?? refuse(`--${name} must be one of ${values.join(', ')}, not ${given}.`);
}

function refuse(problem: string): never {
  process.stderr.write(
    `${problem}\nnpm run fake:comfyui -- [--port N] [--version ${VERSIONS.join('|')}] [--speed ${SPEEDS.join('|')}]\n`,
  );
  process.exit(2);
}

function optionsGiven() {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string', default: '8188' },
        version: { type: 'string', default: '0.33.0' },
        speed: { type: 'string', default: 'instant' },
      },
    });
    return values;
  } catch (error) {
    return refuse((error as Error).message);
  }
}

const given = optionsGiven();
const port = Number(given.port);
if (!Number.isInteger(port) || port < 0 || port > 65_535)
  refuse(`--port must be a whole number from 0 to 65535, not ${given.port}.`);
const stopped = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
const options = {
  ...{ port, version: oneOf('version', VERSIONS, given.version), speed: oneOf('speed', SPEEDS, given.speed) },
  // There are more seeds than hues, and each has its own file.
  draw: (seed: number, width: number, height: number) => drawStillLife(seed % 360, width, height, `seed ${seed}`),
};
const fake = await FakeComfy.start(options).catch((error: NodeJS.ErrnoException) => {
  if (error.code !== 'EADDRINUSE') throw error;
  return refuse(`Port ${port} is used by another process. Stop it, or choose another --port.`);
});
process.stdout.write(`A ComfyUI server (${fake.server.version}) answers at ${fake.url}. Ctrl+C ends it.\n`);
await stopped;
await fake.stop();
