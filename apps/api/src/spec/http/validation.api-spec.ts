import { useApp, useLibrary } from '../support/use-app.spec-support.ts';

describe('validation', () => {
  const app = useApp({ works: false });
  const library = useLibrary(app);

  const failed = (path: string) => ({
    status: 400,
    code: 'validation_failed',
    errors: [expect.objectContaining({ path })],
  });
  const run = (variables: string) => `{"pipelineId":"${library.pipelineId}","variables":${variables}}`;

  it.each([
    ['an unknown field', '{"name":"x","colour":"red"}', 'colour'],
    ['an unknown key in an object', '{"name":"x","captionConfig":{"mood":"x"}}', 'captionConfig.mood'],
    ['a name of 300 characters', JSON.stringify({ name: 'x'.repeat(300) }), 'name'],
    ['a list for an object', '{"name":"x","captionConfig":[]}', 'captionConfig'],
    ['a name of 300 code points', JSON.stringify({ name: '❤️'.repeat(150) }), 'name'],
    ['a blank name', '{"name":"  \\u00a0 "}', 'name'],
    ['a name that is null', '{"name":null}', 'name'],
    ['a name with NUL', '{"name":"a\\u0000b"}', 'name'],
    ['a name with a lone surrogate', '{"name":"a\\ud800b"}', 'name'],
    ['a name with a line break', '{"name":"a\\nb"}', 'name'],
    ['too many tags', '{"name":"x","hashtagStrategy":{"maxTags":31}}', 'hashtagStrategy.maxTags'],
    ['tags that are no texts', '{"name":"x","hashtagStrategy":{"brandTags":[1]}}', 'hashtagStrategy.brandTags'],
  ])('of a persona with %s', async (_what, body, path) => {
    expect((await app.call('post', '/personas', body)).body).toMatchObject(failed(path));
  });

  it('takes emoji, trims, and finds the same name in another Unicode form and case', async () => {
    expect(await app.ok('post', '/personas', { name: '  Café 🌿 ' })).toMatchObject({ name: 'Café 🌿' });
    expect((await app.call('post', '/personas', { name: 'CAFE\u0301 🌿' })).body).toMatchObject({
      status: 409,
      code: 'name_taken',
    });
  });

  it.each([
    ['NUL in a text', '{"a":["x\\u0000"]}', 'variables.a.0'],
    ['NUL in a key', '{"a\\u0000":1}', 'variables.a\0'],
    ['__proto__', '{"a":{"__proto__":{"admin":true}}}', 'variables.a.__proto__'],
    ['constructor', '{"constructor":1}', 'variables.constructor'],
    ['a number of 1e400', '{"a":1e400}', 'variables.a'],
    ['a list instead', '[]', 'variables'],
  ])('of variables with %s', async (_what, variables, path) => {
    expect((await app.call('post', '/runs', run(variables))).body).toMatchObject(failed(path));
  });

  it('of JSON nested 10,000 deep', async () => {
    const answer = await app.call('post', '/runs', run(`${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`));
    expect(answer.body).toMatchObject({ status: 400, code: 'validation_failed' });
  });

  it('of JSON of 10 MB, of half a JSON, and of something else', async () => {
    expect((await app.call('post', '/personas', JSON.stringify({ name: 'x'.repeat(10_000_000) }))).body).toMatchObject({
      status: 413,
      code: 'payload_too_large',
    });
    expect((await app.call('post', '/personas', '{"name":')).body).toMatchObject({
      status: 400,
      code: 'malformed_json',
    });
    const text = await app.call('post', '/personas').set('Content-Type', 'text/plain').send('name=x');
    expect(text.body).toMatchObject({ status: 400, code: 'malformed_json' });
  });

  it.each([
    ['{"name":"x","weight":33.335}', 'weight'],
    ['{"name":"x","weight":100.01}', 'weight'],
    ['{"name":"x","weight":1e-7}', 'weight'],
    ['{"name":"x","weight":"33"}', 'weight'],
    ['{"name":"x","priority":0}', 'priority'],
    ['{"name":"x","startDate":"2026-02-30"}', 'startDate'],
    ['{"name":"x","startDate":"2026-02-02","endDate":"2026-02-01"}', 'endDate'],
    ['{"name":"x","targetPostsPerWeek":-1}', 'targetPostsPerWeek'],
    ['{"name":"x","guidelines":null}', 'guidelines'],
  ])('of a pillar %s', async (body, path) => {
    expect((await app.call('post', `/personas/${library.personaId}/pillars`, body)).body).toMatchObject(failed(path));
  });

  it('of a posting without a zone', async () => {
    const body = { postedAt: '2026-11-23T10:00:00' };
    expect((await app.call('put', `/photos/${library.personaId}/posting`, body)).body).toMatchObject(
      failed('postedAt'),
    );
  });

  it.each([
    ['/personas?limit=0', 'limit'],
    ['/personas?limit=201', 'limit'],
    ['/personas?limit=ten', 'limit'],
    ['/personas?colour=red', 'colour'],
    ['/runs?status=done', 'status'],
    ['/runs?clusterId=some', 'clusterId'],
    ['/photos?posted=yes', 'posted'],
    ['/photos?createdAfter=2026-11-23', 'createdAfter'],
    ['/links?state=lost', 'state'],
    ['/personas/01890a5d-ac96-774b-bcce-b302099a8fff?colour=red', 'colour'],
    ['/keys?limit=0', 'limit'],
    ['/personas/not-a-uuid', 'id'],
    ['/personas/not-a-uuid/pillars', 'personaId'],
  ])('of GET %s', async (path, field) => {
    expect((await app.call('get', path)).body).toMatchObject(failed(field));
  });

  it('of a cursor from another list, with other filters, or made up', async () => {
    await app.ok('post', '/personas', { name: 'one more' });
    const { nextCursor } = await app.ok<{ nextCursor: string }>('get', '/personas?limit=1');
    for (const path of [`/runs?cursor=${nextCursor}`, '/personas?cursor=abc', `/photos?cursor=${nextCursor}`]) {
      expect((await app.call('get', path)).body).toMatchObject({ status: 400, code: 'invalid_cursor' });
    }
    expect((await app.call('get', `/personas?limit=1&cursor=${nextCursor}`)).status).toBe(200);
  });

  it('of templates that are not JSON once they are filled', async () => {
    const steps = (workflowTemplate: string) => ({ name: 'p', steps: [{ name: 's', position: 1, workflowTemplate }] });
    expect((await app.call('post', '/pipelines', steps('{"a": {{ seed }'))).body).toMatchObject({
      status: 422,
      code: 'invalid_template',
    });
    expect((await app.call('post', '/pipelines', steps('{"a": {{ seed }}, "b": "x {{prompt}}"}'))).status).toBe(201);
  });

  it('of weights over 100, counting only active pillars', async () => {
    const path = `/personas/${library.personaId}/pillars`;
    expect((await app.call('post', path, { name: 'too much', weight: 60.01 })).body).toMatchObject({
      status: 409,
      code: 'weight_exceeded',
    });
    const idle = await app.ok<{ id: string; weight: number }>('post', path, {
      name: 'idle',
      weight: 60.01,
      active: false,
    });
    expect(idle.weight).toBe(60.01);
    expect((await app.call('patch', `/pillars/${idle.id}`, { active: true })).body).toMatchObject({
      status: 409,
      code: 'weight_exceeded',
    });
    expect((await app.call('patch', `/pillars/${idle.id}`, { active: true, weight: 60 })).status).toBe(200);
  });

  it('of a body or a query where none is allowed', async () => {
    const nothing = '01890a5d-ac96-774b-bcce-b302099a8fff';
    expect((await app.call('post', `/runs/${nothing}/completion`, { force: true })).body).toMatchObject(
      failed('force'),
    );
    expect((await app.call('post', `/runs/${nothing}/link?now=1`)).body).toMatchObject(failed('now'));
    expect((await app.call('delete', `/photos/${nothing}?force=1`)).body).toMatchObject(failed('force'));
    expect((await app.call('post', `/runs/${nothing}/completion`, {})).status).toBe(404);
  });

  it('answers unknown routes and methods as problems', async () => {
    for (const path of ['/nothing', '/runs/x/y/z']) {
      const answer = await app.call('get', path);
      expect(answer.headers['content-type']).toContain('application/problem+json');
      expect(answer.body).toMatchObject({
        status: 404,
        code: 'route_not_found',
        instance: `/api/v1${path}`,
        type: 'urn:trellis:problem:route_not_found',
      });
    }
  });
});
