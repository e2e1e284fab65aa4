import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');
const nx = join(root, 'node_modules/nx/dist/bin/nx.js');
const eslint = join(root, 'node_modules/eslint/bin/eslint.js');
const rule = '@nx/enforce-module-boundaries';

/** What the linter says about a file of this content, as if it stood there; nothing is written. */
function lint(file: string, code: string, cwd = root): { ruleId: string | null; message: string }[] {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [eslint, '--format', 'json', '--stdin', '--stdin-filename', file],
    {
      cwd,
      input: code,
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: '' },
    },
  );
  if (stderr.includes('No cached ProjectGraph')) throw new Error(stderr);
  const [result] = JSON.parse(stdout) as [{ messages: { ruleId: string | null; message: string }[] }];
  return result.messages;
}

/** The tags of every project, from a project graph that is made anew. */
function graphOf(cwd: string): Record<string, string[]> {
  const file = join(cwd, 'var', `graph-${process.pid}.json`);
  const env = { ...process.env, NODE_OPTIONS: '', NX_DAEMON: 'false' };
  execFileSync(process.execPath, [nx, 'graph', `--file=${file}`], { cwd, env, stdio: 'ignore' });
  const { graph } = JSON.parse(readFileSync(file, 'utf8')) as {
    graph: { nodes: Record<string, { data: { tags?: string[] } }> };
  };
  rmSync(file);
  return Object.fromEntries(Object.entries(graph.nodes).map(([name, { data }]) => [name, data.tags ?? []]));
}

const pipeline = 'packs/pipeline/src/forbidden.ts';

describe('the boundaries between projects', () => {
  // Without the project graph the rule is silently skipped, and a test that only expects silence would pass.
  beforeAll(() => {
    execFileSync(process.execPath, [nx, 'show', 'projects'], { cwd: root, env: { ...process.env, NODE_OPTIONS: '' } });
  }, 60_000);

  it.each([
    ['an import upwards', pipeline, `export { ClusteringModule } from '@trellis/clustering';`],
    [
      'an import of a type upwards',
      pipeline,
      `import type { LinkState } from '@trellis/clustering';\nexport type X = LinkState;`,
    ],
    ['a sideways import', pipeline, `export { PhotosModule } from '@trellis/photos';`],
    ['a require upwards', pipeline, `export const x = require('@trellis/clustering');`],
    [
      'a relative path into another project',
      pipeline,
      `export { PersonaEntity } from '../../personas/src/persona.entity.ts';`,
    ],
    [
      'an import from a library into a pack',
      'libs/kernel/src/forbidden.ts',
      `export { PersonasModule } from '@trellis/personas';`,
    ],
    ['the AWS SDK outside storage', pipeline, `export { S3Client } from '@aws-sdk/client-s3';`],
    ['the AWS SDK in an application', 'apps/api/src/forbidden.ts', `export { S3Client } from '@aws-sdk/client-s3';`],
  ])('refuse %s', (_what, file, code) => {
    expect(lint(file, code).map(({ ruleId }) => ruleId)).toContain(rule);
  });

  it.each([
    ['downwards', 'packs/clustering/src/allowed.ts', `export { PipelineModule } from '@trellis/pipeline';`],
    ['a library', pipeline, `export { newId } from '@trellis/kernel';`],
    ['the AWS SDK in storage', 'libs/storage/src/allowed.ts', `export { S3Client } from '@aws-sdk/client-s3';`],
  ])('allow %s', (_what, file, code) => {
    expect(lint(file, code)).toEqual([]);
  });

  it('let nothing past the lid: a deep import does not resolve', () => {
    const deep = `import('@trellis/personas/src/persona.entity.ts').then(() => process.exit(0), (error) => { console.error(error.code); process.exit(3); })`;
    const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', deep], {
      cwd: root,
      encoding: 'utf8',
    });
    expect({ status, code: stderr.trim() }).toEqual({ status: 3, code: 'ERR_PACKAGE_PATH_NOT_EXPORTED' });
  });

  it('refuse test helpers outside of tests, and allow them in tests', () => {
    const code = `export { aPersona } from '@trellis/personas/testing';`;
    expect(lint(pipeline, code).map(({ ruleId }) => ruleId)).toContain('no-restricted-imports');
    expect(lint('packs/pipeline/src/some.int-spec.ts', code)).toEqual([]);
  });

  it('leave no project without exactly one type and one scope', () => {
    const tags = Object.entries(graphOf(root)).map(([name, own]) => {
      const of = (prefix: string) => own.filter((tag) => tag.startsWith(prefix)).length;
      return { name, types: of('type:'), scopes: of('scope:') };
    });
    expect(tags).toHaveLength(15);
    expect(tags.filter(({ types, scopes }) => types !== 1 || scopes !== 1)).toEqual([]);
  }, 60_000);

  it('refuse everything to a project without tags', () => {
    const copy = join(root, 'var', `untagged-${process.pid}`);
    try {
      mkdirSync(join(copy, 'libs/untagged/src'), { recursive: true });
      const files = ['nx.json', 'package.json', 'tsconfig.base.json', 'eslint.config.js'].map((name) =>
        join(root, name),
      );
      execFileSync('cp', [...files, copy]);
      execFileSync('cp', ['-al', join(root, 'libs/kernel'), join(copy, 'libs')]);
      mkdirSync(join(copy, 'node_modules/@trellis'), { recursive: true });
      for (const name of readdirSync(join(root, 'node_modules')).filter(
        (one) => one !== '@trellis' && !one.startsWith('.'),
      )) {
        symlinkSync(join(root, 'node_modules', name), join(copy, 'node_modules', name));
      }
      symlinkSync(join(copy, 'libs/kernel'), join(copy, 'node_modules/@trellis/kernel'));
      const code = `export { newId } from '@trellis/kernel';\n`;
      writeFileSync(join(copy, 'libs/untagged/src/index.ts'), code);
      writeFileSync(
        join(copy, 'libs/untagged/package.json'),
        JSON.stringify({ name: '@trellis/untagged', nx: { tags: [] } }),
      );
      expect(graphOf(copy)).toMatchObject({ '@trellis/untagged': expect.not.arrayContaining(['scope:untagged']) });
      expect(lint('libs/untagged/src/index.ts', code, copy).map(({ ruleId }) => ruleId)).toContain(rule);
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  }, 60_000);

  it('exist for every scope, and none of them is a wildcard', () => {
    const config = execFileSync(process.execPath, [eslint, '--print-config', 'packs/pipeline/src/index.ts'], {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    const { rules } = JSON.parse(config) as {
      rules: Record<string, [number, { depConstraints: { sourceTag: string; onlyDependOnLibsWithTags: string[] }[] }]>;
    };
    const constraints = rules[rule]?.[1].depConstraints ?? [];
    expect(
      JSON.stringify(
        constraints.map(({ sourceTag, onlyDependOnLibsWithTags }) => [sourceTag, onlyDependOnLibsWithTags]),
      ),
    ).not.toContain('*');
    expect(constraints.filter(({ sourceTag }) => sourceTag.startsWith('scope:'))).toHaveLength(15);
  });
});
