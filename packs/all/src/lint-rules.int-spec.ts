import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { env, lintAll, makeProjectGraph, root } from './linter.spec-support.ts';

const helpers = `export { aPersona } from '@trellis/personas/testing';`;
const http = `export { PageQuery } from '@trellis/http';`;
const dto = `export { RunResponse } from './run.dto.ts';`;
const runs = 'packs/pipeline/src/runs/';

/** Clients that resolve a name twice or follow redirects. */
const otherClients = [
  `export const a = () => fetch('http://x');`,
  `export const a = () => globalThis.fetch('http://x');`,
  `export const a = new WebSocket('ws://x');`,
  `export { request } from 'node:http';`,
  `export { connect } from 'node:tls';`,
  `export { request } from 'undici';`,
  `export const a = import('undici');`,
];

/** A pack with an undeclared and an unused dependency. */
function undeclared(): string {
  const own = JSON.parse(readFileSync(join(root, 'packs/personas/package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const { typeorm: _dropped, ...dependencies } = own.dependencies;
  return JSON.stringify({ ...own, dependencies: { ...dependencies, '@trellis/storage': '0.1.0' } });
}

/** The output of dependency-cruiser for a folder with these files, by the rules of the workspace. */
function circlesIn(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'trellis-circles-'));
  for (const [file, code] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), code);
  }
  const cruise = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const run = [cruise, '--config', join(root, '.dependency-cruiser.json'), '--output-type', 'err', '.'];
  const { stdout } = spawnSync(process.execPath, run, { cwd: folder, encoding: 'utf8', env });
  rmSync(folder, { recursive: true });
  return stdout;
}

describe('the linter', () => {
  let messages: string[][];
  beforeAll(() => {
    makeProjectGraph();
    const cases = [
      { file: `${runs}runs.service.ts`, code: helpers },
      { file: `${runs}complete-run.int-spec.ts`, code: helpers },
      { file: `${runs}runs.service.ts`, code: http },
      { file: `${runs}runs.service.ts`, code: dto },
      { file: `${runs}runs.controller.ts`, code: http },
      { file: `${runs}runs.controller.ts`, code: dto },
      { file: `${runs}runs.service.ts`, code: `export const tick = (): void => {\n  Promise.resolve(1);\n};\n` },
      { file: 'packs/personas/package.json', code: undeclared() },
      ...otherClients.map((code) => ({ file: `${runs}runs.service.ts`, code })),
      { file: 'libs/egress/src/egress.ts', code: otherClients[0] as string },
      { file: `${runs}complete-run.int-spec.ts`, code: otherClients[0] as string },
    ];
    messages = lintAll(cases).map((messages) => messages.map(({ ruleId, message }) => `${ruleId}: ${message}`));
  }, 120_000);

  it('refuses test helpers outside of tests', () => {
    expect(messages.slice(0, 2)).toEqual([[expect.stringContaining('Test helpers are for specs only')], []]);
  });

  it('refuses every client for requests but egress, outside of egress and tests', () => {
    const found = messages.slice(8, 8 + otherClients.length + 2);
    const refused = expect.arrayContaining([expect.stringContaining('Use `Egress` of @trellis/egress')]);
    expect(found).toEqual([...otherClients.map(() => refused), [], []]);
  });

  it('refuses HTTP and DTOs below a controller, with a hint', () => {
    const cure = [expect.stringContaining('no-restricted-imports')];
    expect(messages.slice(2, 6)).toEqual([cure, cure, [], []]);
    expect(messages[2]?.[0]).toContain('-input.ts');
  });

  it('refuses a floating promise', () => {
    expect(messages[6]).toEqual([expect.stringContaining('no-floating-promises')]);
  });

  it('refuses undeclared and unused dependencies', () => {
    expect(messages[7]?.join()).toContain('missing from "dependencies":\n    - typeorm');
    expect(messages[7]?.join()).toContain('"@trellis/storage" package is not used');
  });
});

describe('the cycle rules', () => {
  it('refuse files that import each other', () => {
    const files = { 'a/one.ts': `import './two.ts';`, 'a/two.ts': `import './one.ts';` };
    expect(circlesIn(files)).toContain('no-circle-of-files');
  }, 30_000);

  it('refuse folders that import each other, although no file does', () => {
    const there = { 'a/one.ts': `import '../b/two.ts';`, 'b/two.ts': 'export {};' };
    const back = { 'b/three.ts': `import '../a/four.ts';`, 'a/four.ts': 'export {};' };
    expect(circlesIn({ ...there, ...back })).toContain('no-circle-of-folders');
    expect(circlesIn(there)).toContain('no dependency violations found');
  }, 30_000);
});
