import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RunningCommand, repository } from '../support/process.spec-support.ts';

describe('the files of the image', () => {
  let folder: string;
  const image = () => join(folder, 'image');

  beforeAll(async () => {
    // On the disk of the repository: its dependencies are linked, not copied.
    await mkdir(join(repository, 'var'), { recursive: true });
    folder = await mkdtemp(join(repository, 'var', 'image-'));
    const node = (script: string, ...args: string[]) =>
      execFileSync(process.execPath, [join(repository, script), ...args], { cwd: repository });
    node('node_modules/typescript/bin/tsc', '--build', 'apps/api/tsconfig.lib.json', 'apps/cli/tsconfig.lib.json');
    node('tools/build-admin.ts');
    node('tools/image.ts', image());
  }, 120_000);
  afterAll(() => rm(folder, { recursive: true }));

  it('are built code only: no sources, no tests, no tools', async () => {
    const own = (await readdir(image(), { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
      .map((entry) => join(entry.parentPath, entry.name).slice(image().length + 1));
    // Of the pages also styles, pictures and compressed files.
    const built = /(\/dist\/.*\.js|package\.json)$|^apps\/admin\/dist\/site\//;
    expect(own.filter((file) => !built.test(file))).toEqual([]);
    expect(own).toContain('apps/admin/dist/site/index.html');
    expect(own.filter((file) => /\bspec\b|-spec|(^|\/)(testing|jest|tools|bench|src)(\/|\.js)/.test(file))).toEqual([]);
    expect(own.length).toBeGreaterThan(300);
  });

  it('are enough to run the server and the command', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'trellis-image-'));
    const server = await RunningCommand.command([process.execPath, 'apps/api/dist/main.js'], dataDir, { cwd: image() });
    await server.ready();
    expect(await server.call('GET', '/personas')).toEqual({ items: [], nextCursor: null });
    const keys = execFileSync(process.execPath, ['apps/cli/dist/main.js', 'keys', 'list'], {
      cwd: image(),
      env: { TRELLIS_DATA_DIR: dataDir },
      encoding: 'utf8',
    });
    expect(keys).toContain('admin');
    await server.end();
    await rm(dataDir, { recursive: true, force: true });
  }, 60_000);
});
