import { Min } from 'class-validator';
import { InvalidConfigurationError, loadConfig } from './load-config.ts';
import { Setting, settingsOf, whole } from './setting.ts';
import { TrellisConfig } from './trellis-config.ts';

class CoffeeSettings {
  @Setting({ fallback: 2, read: whole, doc: 'Cups a day' })
  @Min(1)
  CUPS!: number;
}

const problemsOf = (env: NodeJS.ProcessEnv) => {
  try {
    loadConfig(env, [CoffeeSettings]);
  } catch (error) {
    if (error instanceof InvalidConfigurationError) return error;
    throw error;
  }
  throw new Error('expected the configuration to be refused');
};

describe('loadConfig', () => {
  it('needs no setting', () => {
    const config = loadConfig({});
    expect(config).toMatchObject({
      HOST: '127.0.0.1',
      PORT: 3000,
      ROLE: 'all',
      STORAGE_DRIVER: 'disk',
      PUBLIC_BASE_URL: 'http://127.0.0.1:3000/media',
      MAX_IMAGE_BYTES: 26214400,
      RATE_LIMIT_PER_MINUTE: 6000,
      TRUST_PROXY: false,
    });
    expect(config.TRELLIS_DATA_DIR).toMatch(/^\/.*var$/);
    expect(config.CANDIDATE_ROOTS).toEqual([`${config.TRELLIS_DATA_DIR}/candidates`]);
  });

  it('reports every problem at once, by name and never by value', () => {
    const error = problemsOf({
      PORT: 'hunter2',
      ROLE: 'hunter2',
      DATABASE_URL: 'hunter2',
      CUPS: '0',
      TRUST_PROXY: 'hunter2',
    });
    expect(error.problems.map((problem) => problem.variable).sort()).toEqual([
      'CUPS',
      'DATABASE_URL',
      'PORT',
      'PUBLIC_BASE_URL',
      'ROLE',
      'TRUST_PROXY',
    ]);
    expect(error.message).not.toContain('hunter2');
  });

  it('requires the public URL when the default is not reachable from outside', () => {
    expect(problemsOf({ HOST: '0.0.0.0' }).message).toContain('PUBLIC_BASE_URL');
    expect(loadConfig({ HOST: '0.0.0.0', PUBLIC_BASE_URL: 'https://media.example.org/' }).PUBLIC_BASE_URL).toBe(
      'https://media.example.org',
    );
  });

  it('derives the URL of stored objects from the address, or from the public URL of the server', () => {
    expect(loadConfig({ HOST: '::1', PORT: '3100' }).PUBLIC_BASE_URL).toBe('http://[::1]:3100/media');
    expect(loadConfig({ HOST: 'localhost' }).PUBLIC_BASE_URL).toBe('http://localhost:3000/media');
    const behind = loadConfig({ HOST: '0.0.0.0', PUBLIC_API_URL: 'https://example.org/trellis/' });
    expect([behind.PUBLIC_API_URL, behind.PUBLIC_BASE_URL]).toEqual([
      'https://example.org/trellis',
      'https://example.org/trellis/media',
    ]);
    expect(problemsOf({ PUBLIC_API_URL: 'example.org' }).message).toContain('PUBLIC_API_URL');
  });

  it('requires the credentials of an S3 store, but neither endpoint nor prefix', () => {
    const error = problemsOf({ STORAGE_DRIVER: 's3', PUBLIC_BASE_URL: 'https://m.example.org' });
    expect(error.problems.map((problem) => problem.variable)).toEqual([
      'S3_REGION',
      'S3_BUCKET',
      'S3_ACCESS_KEY_ID',
      'S3_SECRET_ACCESS_KEY',
      'S3_FORCE_PATH_STYLE',
    ]);
  });

  it('accepts exact https origins only, and http on loopback', () => {
    const origins = 'https://admin.example.org, http://localhost:5173,http://[::1]:8080';
    expect(loadConfig({ CORS_ORIGINS: origins }).CORS_ORIGINS).toHaveLength(3);
    for (const wrong of [
      '*',
      'null',
      'http://admin.example.org',
      'https://admin.example.org/',
      'https://*.example.org',
    ])
      expect(problemsOf({ CORS_ORIGINS: `https://a.example.org,${wrong}` }).message).toContain('CORS_ORIGINS');
  });

  it('accepts several absolute candidate roots', () => {
    expect(loadConfig({ CANDIDATE_ROOTS: '/a:/b' }).CANDIDATE_ROOTS).toEqual(['/a', '/b']);
    expect(problemsOf({ CANDIDATE_ROOTS: '/a:b' }).message).toContain('CANDIDATE_ROOTS must be absolute');
  });

  it('has the settings of a pack, checked with the rest, by their class', () => {
    expect(loadConfig({ CUPS: '3' }, [CoffeeSettings]).of(CoffeeSettings)).toEqual({ CUPS: 3 });
    expect(loadConfig({}, [CoffeeSettings]).of(CoffeeSettings)).toEqual({ CUPS: 2 });
  });

  it('documents every setting', () => {
    const documented = settingsOf(TrellisConfig);
    expect(documented.map(({ variable }) => variable).sort()).toEqual(Object.keys(loadConfig({})).sort());
    expect(documented.filter(({ doc }) => doc === '')).toEqual([]);
  });
});

describe('the secrets of the examples', () => {
  const example = {
    DATABASE_URL: 'postgres://trellis_app:trellis@database/trellis',
    MIGRATION_DATABASE_URL: 'postgres://trellis:trellis@database/trellis',
    STORAGE_DRIVER: 's3',
    S3_ENDPOINT: 'http://store:8085',
    S3_REGION: 'us-east-1',
    S3_BUCKET: 'trellis',
    S3_ACCESS_KEY_ID: 'test:tester',
    S3_SECRET_ACCESS_KEY: 'testing',
    S3_FORCE_PATH_STYLE: 'true',
  };

  it.each(['http://127.0.0.1:8085/media', 'http://localhost/media', 'http://[::1]:1/media'])(
    'are taken with %s',
    (url) => {
      expect(loadConfig({ ...example, PUBLIC_BASE_URL: url }).PUBLIC_BASE_URL).toBe(url);
    },
  );

  it.each([
    { PUBLIC_BASE_URL: 'https://media.example.org' },
    { PUBLIC_BASE_URL: 'http://127.0.0.1/media', PUBLIC_API_URL: 'http://192.168.1.5:3000' },
  ])('are refused with %j', (urls) => {
    const { problems } = problemsOf({ ...example, ...urls });
    expect(problems.map(({ variable }) => variable)).toEqual([
      'DATABASE_URL: its password',
      'MIGRATION_DATABASE_URL: its password',
      'S3_ACCESS_KEY_ID',
    ]);
    const own = 'postgres://a:0f3c@database/trellis';
    const replaced = { DATABASE_URL: own, MIGRATION_DATABASE_URL: own, S3_ACCESS_KEY_ID: 'own' };
    expect(loadConfig({ ...example, ...urls, ...replaced }).S3_ACCESS_KEY_ID).toBe('own');
  });
});
