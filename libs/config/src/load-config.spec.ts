import { InvalidConfigurationError, loadConfig } from './load-config.ts';

const problemsOf = (env: NodeJS.ProcessEnv) => {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof InvalidConfigurationError) return error;
    throw error;
  }
  throw new Error('expected the configuration to be refused');
};

describe('loadConfig', () => {
  it('needs nothing at all', () => {
    const config = loadConfig({});
    expect(config).toMatchObject({
      HOST: '127.0.0.1',
      PORT: 3000,
      ROLE: 'all',
      STORAGE_DRIVER: 'disk',
      PUBLIC_BASE_URL: 'http://127.0.0.1:3000/media',
      MAX_IMAGE_BYTES: 26214400,
      LINK_CONCURRENCY: 4,
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
      LINK_CONCURRENCY: '0',
      TRUST_PROXY: 'hunter2',
    });
    expect(error.problems.map((problem) => problem.variable).sort()).toEqual([
      'DATABASE_URL',
      'LINK_CONCURRENCY',
      'PORT',
      'PUBLIC_BASE_URL',
      'ROLE',
      'TRUST_PROXY',
    ]);
    expect(error.message).not.toContain('hunter2');
  });

  it('requires the public URL as soon as the default cannot be reached from outside', () => {
    expect(problemsOf({ HOST: '0.0.0.0' }).message).toContain('PUBLIC_BASE_URL');
    expect(loadConfig({ HOST: '0.0.0.0', PUBLIC_BASE_URL: 'https://media.example.org/' }).PUBLIC_BASE_URL).toBe(
      'https://media.example.org',
    );
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

  it('takes several candidate roots, absolute ones only', () => {
    expect(loadConfig({ CANDIDATE_ROOTS: '/a:/b' }).CANDIDATE_ROOTS).toEqual(['/a', '/b']);
    expect(problemsOf({ CANDIDATE_ROOTS: '/a:b' }).message).toContain('CANDIDATE_ROOTS must be absolute');
  });
});
