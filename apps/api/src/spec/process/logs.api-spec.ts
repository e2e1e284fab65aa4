import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { aPng, untilDeadline } from '@trellis/testing';
import type { RunningCommand } from '../support/process.spec-support.ts';
import { SECRET, useFleet } from '../support/server-fleet.spec-support.ts';

interface Named {
  id: string;
}
type Line = Record<string, unknown>;

/** The life of a server with every kind of failure, and its log. */
describe('the logs and the answers of a whole run', () => {
  const fleet = useFleet();
  let server: RunningCommand;
  let runId: string;
  let photoKey: string;
  const answers: string[] = [];

  const call = async (method: string, path: string, body?: object | string, key = server.key) => {
    const answer = await fetch(`${server.base}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    answers.push(text);
    return { status: answer.status, body: (text ? JSON.parse(text) : {}) as Named & Record<string, unknown> };
  };
  const lines = () =>
    server.output
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Line);

  const undelivered = () => lines().filter(({ msg }) => msg === 'event not delivered');

  beforeAll(async () => {
    server = await fleet.start({ LOG_LEVEL: 'debug' });
    await live();
    await server.end();
  }, 90_000);

  async function live(): Promise<void> {
    const persona = (await call('POST', '/personas', { name: 'north quay' })).body;
    const cluster = (await call('POST', `/personas/${persona.id}/clusters`, { name: 'Coffee' })).body;
    await call('POST', `/personas/${persona.id}/clusters`, { name: 'Refused', aiPrompt: 'a nude xylograph' });
    const steps = [{ name: 'Base', position: 1, workflowTemplate: '{}' }];
    const pipeline = (await call('POST', '/pipelines', { name: 'still life', steps })).body;
    const run = (await call('POST', `/clusters/${cluster.id}/runs`, { pipelineId: pipeline.id })).body;
    runId = run.id;
    const imagePath = join(fleet.folder, 'var', 'candidates', 'winner.png');
    await writeFile(imagePath, await aPng());
    const [{ id: stepId }] = pipeline['steps'] as [Named];
    const candidate = (await call('POST', `/runs/${run.id}/candidates`, { stepId, imagePath })).body;
    const other = (await call('POST', `/runs/${run.id}/candidates`, { stepId, imagePath })).body;
    await call('PUT', `/runs/${run.id}/winner`, { candidateId: candidate.id });
    let failures = 2;
    fleet.store.before = (method) => (method === 'PUT' && failures-- > 0 ? false : undefined);
    await call('POST', `/runs/${run.id}/completion`, {});
    await untilDeadline('the link', async () => (await call('GET', `/runs/${run.id}/link`)).body['state'] === 'linked');
    photoKey = [...fleet.store.objects.keys()][0] as string;
    await untilDeadline('the renditions', () => lines().some(({ msg }) => msg === 'renditions made'));
    await failUnforeseen(run.id, other.id);
    await misuse(run.id, stepId);
  }

  async function failUnforeseen(id: string, candidateId: string): Promise<void> {
    await fleet.dataSource.query('alter table photo_objects rename to elsewhere');
    await call('PUT', `/runs/${id}/winner`, { candidateId });
    await untilDeadline('an unforeseen failure', () => undelivered().some(({ err }) => err !== undefined));
    await fleet.dataSource.query('alter table elsewhere rename to photo_objects');
  }

  async function misuse(id: string, stepId: string): Promise<void> {
    await call('POST', `/runs/${id}/candidates`, { stepId, imagePath: '/etc/passwd' });
    await call('POST', '/personas', '{"name":');
    await call('POST', '/personas', { name: 'north quay' });
    await call('GET', '/personas', undefined, 'trellis_stolen');
    await call('GET', '/nowhere');
    await call('GET', `/personas?token=${server.key}`);
    await call('GET', `/runs/${server.key}`);
    await fleet.dataSource.query('alter table personas rename to elsewhere');
    expect((await call('GET', '/personas')).status).toBe(500);
    await fleet.dataSource.query('alter table elsewhere rename to personas');
    const ended = `select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'trellis-%' and pid <> pg_backend_pid()`;
    await fleet.dataSource.query(ended);
    await call('GET', '/personas');
  }

  it('have one JSON line per entry', () => {
    const other = server.output.split('\n').filter((line) => line !== '' && !line.startsWith('{'));
    expect(other).toEqual([]);
    expect(lines().filter(({ msg }) => msg === 'request')).toHaveLength(answers.length);
  });

  it('name the key by its id, and the address, in every request line', async () => {
    const [key] = await fleet.dataSource.query<Named[]>(`select id from api_keys where name = 'tester'`);
    const requests = lines().filter(({ msg }) => msg === 'request') as unknown as Record<string, unknown>[];
    const answered = requests.filter(({ status }) => Number(status) < 400);
    expect(answered.length).toBeGreaterThan(5);
    expect(new Set(answered.map(({ keyId }) => keyId))).toEqual(new Set([key?.id]));
    expect(requests.filter(({ status, keyId }) => status === 401 && keyId !== undefined)).toEqual([]);
    expect(new Set(requests.map(({ address }) => address))).toEqual(new Set(['127.0.0.1']));
  });

  it('contain no key, secret, path, SQL or stack, and neither do the answers', () => {
    const imagePath = join(fleet.folder, 'var', 'candidates');
    const facts = new RegExp(imagePath.replaceAll('/', '\\/'));
    const everything = [server.output.replace(/"The admin key is in [^"]+"/g, ''), answers.join('\n')];
    for (const text of everything) {
      expect(text).not.toContain(server.key);
      expect(text).not.toContain(SECRET);
      expect(text).not.toMatch(/\b(select|insert into|update) [\w".*]+[ ,]/i);
      expect(text).not.toMatch(/\bat .+\.(ts|js):\d+/);
      expect(text).not.toMatch(/node_modules|\/dist\//);
    }
    expect(server.output).not.toContain(photoKey);
    expect(server.output).not.toMatch(facts);
    expect(server.output).not.toContain('/etc/passwd');
    for (const text of everything) expect(text).not.toContain('xylograph');
  });

  it('have a line for a 500 with its id and its functions', () => {
    const answer = answers.find((text) => text.includes('"internal"')) as string;
    const id = /under ([0-9a-f-]{36})/.exec(answer)?.[1];
    const line = lines().find(({ problemId }) => problemId === id);
    expect(line).toMatchObject({
      msg: 'unexpected error',
      requestId: expect.any(String),
      err: { message: expect.stringContaining('personas'), within: expect.arrayContaining([expect.any(String)]) },
    });
  });

  it('have the ids of event and run in every line about a link', () => {
    const linked = lines().find(({ msg }) => msg === 'linked');
    expect(linked).toMatchObject({ runId, eventId: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    const failed = lines().filter(({ msg }) => msg === 'not linked');
    const ids = (some: Line[]) => some.map((line) => [line['runId'], line['eventId']]);
    expect(ids(failed.slice(0, 2))).toEqual([
      [runId, linked?.['eventId']],
      [runId, linked?.['eventId']],
    ]);
    expect(ids(undelivered())).toEqual(ids(failed));
  });

  it('describe an unexpected failure, and only name one that the link records', () => {
    const [cut, , unforeseen] = lines().filter(({ msg }) => msg === 'not linked');
    expect(cut).toMatchObject({
      error: expect.stringContaining('storage failed or did not answer'),
      cause: 'ECONNRESET',
    });
    expect(cut).not.toHaveProperty('err');
    expect(unforeseen).toMatchObject({
      error: expect.stringContaining('The log has details'),
      err: { type: 'QueryFailedError', code: '42P01', message: expect.stringContaining('photo_objects') },
    });
  });
});
