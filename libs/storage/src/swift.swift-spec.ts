import { loadConfig } from '@trellis/config';
import { S3Storage } from './drivers/s3.storage.ts';
import { describeStorageContract } from './storage-contract.spec-support.ts';

// The settings come from the environment: npm run test:swift starts the server.
describeStorageContract('OpenStack Swift', () => new S3Storage(loadConfig()));

it('reports a missing bucket', async () => {
  const elsewhere = Object.assign(loadConfig(), { S3_BUCKET: 'elsewhere' });
  await expect(new S3Storage(elsewhere).check()).rejects.toMatchObject({ code: 'storage_unavailable' });
});

it('is tested against a real Swift server', async () => {
  const answer = await fetch(`${loadConfig().S3_ENDPOINT}/healthcheck`);
  expect(await answer.text()).toBe('OK');
});
