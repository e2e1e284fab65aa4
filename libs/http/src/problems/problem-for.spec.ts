import { QueryFailedError } from 'typeorm';
import { problemFor } from './problem-for.ts';
import type { References } from './references.ts';

const answerTo = (error: unknown) => problemFor(error, '/api/v1/personas', {} as References);

describe('the problem of a full disk', () => {
  const disk = Object.assign(new Error("ENOSPC: no space left on device, write '/srv/secret'"), { code: 'ENOSPC' });
  const database = new QueryFailedError(
    'insert …',
    [],
    Object.assign(new Error('could not extend'), { code: '53100' }),
  );

  it.each([
    ['of the server', disk, 'The disk of the server is full (ENOSPC).'],
    [
      'of the server, as the cause of another error',
      new Error('write', { cause: disk }),
      'The disk of the server is full',
    ],
    [
      'of the server, by quota',
      Object.assign(new Error(''), { code: 'EDQUOT' }),
      'The disk of the server is full (EDQUOT).',
    ],
    ['of the database', database, 'The disk of the database is full (53100).'],
  ])('%s is 507 with the cause, and without a path', (_what, error, detail) => {
    expect(answerTo(error)).toMatchObject({
      status: 507,
      code: 'storage_full',
      detail: expect.stringContaining(detail),
    });
    expect(JSON.stringify(answerTo(error))).not.toContain('secret');
  });

  it('is not the problem of any other error', () => {
    expect(answerTo(Object.assign(new Error('x'), { code: 'EACCES' }))).toBeUndefined();
    expect(answerTo(new Error('No space left on device'))).toBeUndefined();
  });
});
