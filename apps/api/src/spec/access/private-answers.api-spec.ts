import { aPng } from '@trellis/testing';
import { aLibrary } from '../support/library.spec-support.ts';
import { useApp } from '../support/use-app.spec-support.ts';

describe('an answer of the API', () => {
  const app = useApp({ works: false, env: { TRUST_PROXY: 'true', CORS_ORIGINS: 'https://admin.example.org' } });

  it('is kept by no cache, also a refusal and a new key', async () => {
    const library = await aLibrary(app);
    const answers = [
      await app.call('get', '/personas'),
      await app.call('post', '/keys', { name: 'x', role: 'viewer' }),
      await app.raw('get', '/api/v1/personas'),
      await app.call('post', `/clusters/${library.clusterId}/photos`).attach('files', await aPng(), 'a.png'),
      await app.call('get', '/personas').set('Origin', 'https://admin.example.org'),
    ];
    for (const { headers } of answers) {
      expect(headers['cache-control']).toBe('no-store');
      expect(headers['vary']).toContain('Authorization, Cookie');
    }
    expect(answers[4]?.headers['vary']).toContain('Origin');
  });

  it('has rules of its own where it is a file', async () => {
    expect((await app.raw('get', '/docs')).headers['cache-control']).not.toBe('no-store');
  });
});

describe('a form with a boundary that no parser can search for', () => {
  const app = useApp({ works: false });

  it('is refused', async () => {
    const { clusterId } = await aLibrary(app);
    const request = app.call('post', `/clusters/${clusterId}/photos`);
    const answer = await request.set('Content-Type', `multipart/form-data; boundary=${'b'.repeat(5_000)}`).send('x');
    expect(answer.body).toMatchObject({ status: 400, code: 'validation_failed' });
  });
});
