import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { packs } from './index.ts';
import { env, lintAll, makeProjectGraph, root, tagsOf, type LintCase, type Message } from './linter.spec-support.ts';

const RULE = '@nx/enforce-module-boundaries';
const lidOf = (name: string) => `packs/${name}/src/index.ts`;
const pipeline = lidOf('pipeline');
const main = 'apps/api/src/main.ts';

const workspaces = ['apps', 'libs', 'packs'].flatMap((folder) =>
  readdirSync(join(root, folder)).map((name) => `${folder}/${name}`),
);
const projects = [...workspaces, 'migrations', 'tools', 'bench'].filter((folder) =>
  existsSync(join(root, folder, 'package.json')),
);

/** Every pack imports every pack above it. */
const upwards: Record<string, LintCase> = Object.fromEntries(
  packs.flatMap(({ name }, place) =>
    packs
      .slice(place + 1)
      .map((above): [string, LintCase] => [
        `an import of ${above.name} into ${name}`,
        { file: lidOf(name), code: `export { pack as above } from '@trellis/${above.name}';` },
      ]),
  ),
);

const refused: Record<string, LintCase> = {
  ...upwards,
  'an import of a type upwards': {
    file: pipeline,
    code: `import type { LinkState } from '@trellis/clustering';\nexport type X = LinkState;`,
  },
  'a require upwards': { file: pipeline, code: `export const x = require('@trellis/clustering');` },
  'a relative path into another project': {
    file: pipeline,
    code: `export { PersonaEntity } from '../../personas/src/persona.entity.ts';`,
  },
  'an import from a library into a pack': {
    file: 'libs/kernel/src/index.ts',
    code: `export { PersonasModule } from '@trellis/personas';`,
  },
  'an import of the list into a pack': { file: pipeline, code: `export { packs } from '@trellis/all';` },
  'an import of a pack into an application': { file: main, code: `export { PhotosModule } from '@trellis/photos';` },
  'the AWS SDK outside storage': { file: pipeline, code: `export { S3Client } from '@aws-sdk/client-s3';` },
  'React outside of the pages': { file: pipeline, code: `export { useState } from 'react';` },
  'a library in the pages': { file: 'apps/admin/src/theme.ts', code: `export { newId } from '@trellis/kernel';` },
  'the AWS SDK in an application': { file: main, code: `export { S3Client } from '@aws-sdk/client-s3';` },
};

const allowed: Record<string, LintCase> = {
  downwards: { file: lidOf('clustering'), code: `export { PipelineModule } from '@trellis/pipeline';` },
  'a library': { file: pipeline, code: `export { newId } from '@trellis/kernel';` },
  'React in the pages': { file: 'apps/admin/src/theme.ts', code: `export { useState } from 'react';` },
  'the AWS SDK in storage': {
    file: 'libs/storage/src/index.ts',
    code: `export { S3Client } from '@aws-sdk/client-s3';`,
  },
};

describe('the boundaries between projects', () => {
  const byCase = new Map<string, Message[]>();
  beforeAll(() => {
    makeProjectGraph();
    const cases = Object.entries({ ...refused, ...allowed });
    for (const [i, messages] of lintAll(cases.map(([, one]) => one)).entries())
      byCase.set(cases[i]?.[0] ?? '', messages);
  }, 120_000);

  it.each(Object.keys(refused))('refuse %s', (name) => {
    expect(byCase.get(name)?.map(({ ruleId }) => ruleId)).toContain(RULE);
  });

  it.each(Object.keys(allowed))('allow %s', (name) => {
    expect(byCase.get(name)).toEqual([]);
  });

  it('refuse deep imports past the lid', () => {
    const deep = `import('@trellis/personas/src/persona.entity.ts').then(() => process.exit(0), (error) => { console.error(error.code); process.exit(3); })`;
    const run = ['--input-type=module', '-e', deep];
    const { status, stderr } = spawnSync(process.execPath, run, { cwd: root, encoding: 'utf8', env });
    expect({ status, code: stderr.trim() }).toEqual({ status: 3, code: 'ERR_PACKAGE_PATH_NOT_EXPORTED' });
  });

  it('leave no project without exactly one type and one scope', () => {
    const tags = Object.entries(tagsOf()).map(([name, own]) => {
      const of = (prefix: string) => own.filter((tag) => tag.startsWith(prefix)).length;
      return { name, types: of('type:'), scopes: of('scope:') };
    });
    expect(tags).toHaveLength(projects.length);
    expect(tags.filter(({ types, scopes }) => types !== 1 || scopes !== 1)).toEqual([]);
  }, 60_000);

  it('exist for every scope, and none of them is a wildcard', () => {
    const eslint = join(root, 'node_modules/eslint/bin/eslint.js');
    const config = execFileSync(process.execPath, [eslint, '--print-config', pipeline], {
      cwd: root,
      encoding: 'utf8',
      env,
    });
    const { rules } = JSON.parse(config) as {
      rules: Record<string, [number, { depConstraints: { sourceTag: string; onlyDependOnLibsWithTags: string[] }[] }]>;
    };
    const constraints = rules[RULE]?.[1].depConstraints ?? [];
    const targets = constraints.map(({ sourceTag, onlyDependOnLibsWithTags }) => [sourceTag, onlyDependOnLibsWithTags]);
    expect(JSON.stringify(targets)).not.toContain('*');
    const scopes = constraints.map(({ sourceTag }) => sourceTag).filter((tag) => tag.startsWith('scope:'));
    expect(scopes.sort()).toEqual(projects.map((folder) => `scope:${folder.split('/').pop()}`).sort());
  }, 30_000);
});
