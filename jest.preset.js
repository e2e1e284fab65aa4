import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));
const swc = JSON.parse(readFileSync(join(root, '.swcrc'), 'utf8'));

/**
 * The Jest configuration of one project: ESM, SWC, and the sources of other packages instead of their builds.
 * @param {ImportMeta} importMeta of the project's jest.config.js
 */
export const projectConfig = (importMeta) => ({
  displayName: dirname(fileURLToPath(importMeta.url)).slice(root.length + 1),
  rootDir: dirname(fileURLToPath(importMeta.url)),
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@trellis/source', 'node'] },
  extensionsToTreatAsEsm: ['.ts'],
  moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json', 'node'],
  transform: { '^.+\\.ts$': ['@swc/jest', swc] },
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  globalSetup: join(root, 'tools/jest-setup.ts'),
  globalTeardown: join(root, 'tools/jest-teardown.ts'),
  testTimeout: 30_000,
});
