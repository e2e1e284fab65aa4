import { loadConfig } from '@trellis/config';
import { describeStorageContract } from './storage-contract.spec-support.ts';
import { storesOf } from './stores-of.ts';

// The settings come from the environment: npm run test:swift starts the server.
describeStorageContract('OpenStack Swift', () => storesOf(loadConfig()).publicObjects);
describeStorageContract('a private bucket of OpenStack Swift', () => storesOf(loadConfig()).of('private'));

it('reports a missing bucket', async () => {
  const elsewhere = Object.assign(loadConfig(), { S3_BUCKET: 'elsewhere' });
  await expect(storesOf(elsewhere).check()).rejects.toMatchObject({ code: 'storage_unavailable' });
});

it('is tested against a real Swift server', async () => {
  const answer = await fetch(`${loadConfig().S3_ENDPOINT}/healthcheck`);
  expect(await answer.text()).toBe('OK');
});
