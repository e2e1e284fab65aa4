import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { SwiftServer } from '@trellis/tools/swift';

const port = 18_000 + (process.pid % 1000) * 5;

interface BenchStore {
  name: string;
  env: Record<string, string>;
  stop(): unknown;
}

/** OpenStack Swift where it is installed (npm run swift -- start does that), otherwise an emulator. */
export const startS3 = (): Promise<BenchStore> =>
  existsSync('/usr/bin/swift-proxy-server') ? startSwift() : startEmulator();

async function startSwift(): Promise<BenchStore> {
  const directory = await mkdtemp(join(tmpdir(), 'trellis-bench-swift-'));
  const server = new SwiftServer(directory, port);
  await server.start();
  await server.makeBuckets('bench');
  const stop = async () => {
    server.stop();
    await rm(directory, { recursive: true, force: true });
  };
  return { name: 'Swift', env: server.settings('bench'), stop };
}

async function startEmulator(): Promise<BenchStore> {
  const cli = fileURLToPath(import.meta.resolve('fauxqs')).replace('app.js', 'cli.js');
  const settings = { FAUXQS_PORT: String(port), FAUXQS_LOGGER: 'false' };
  const child = spawn(process.execPath, [cli], { env: settings, stdio: 'ignore' });
  const env = {
    STORAGE_DRIVER: 's3',
    S3_ENDPOINT: `http://127.0.0.1:${port}`,
    S3_REGION: 'us-east-1',
    S3_BUCKET: 'bench',
    S3_PRIVATE_BUCKET: 'bench-originals',
    S3_ACCESS_KEY_ID: 'k',
    S3_SECRET_ACCESS_KEY: 's',
    S3_FORCE_PATH_STYLE: 'true',
  };
  const client = new S3Client({
    endpoint: env.S3_ENDPOINT,
    region: env.S3_REGION,
    forcePathStyle: true,
    credentials: { accessKeyId: 'k', secretAccessKey: 's' },
    maxAttempts: 20,
  });
  for (const Bucket of ['bench', 'bench-originals']) await client.send(new CreateBucketCommand({ Bucket }));
  return { name: 'an S3 emulator', env, stop: () => child.kill() };
}
