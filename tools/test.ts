// npm test: circles, format, lint, types and unit tests; then the tests that need a database.
import { runStep, runSteps, runTargets } from './run-step.ts';

const CRUISED = ['--output-type', 'err', 'apps', 'libs', 'packs', 'migrations', 'tools', 'bench'];
const CONFIGURATION = ['eslint.config.js', 'eslint.bans.js', 'eslint.boundaries.js', 'jest.preset.js'];

await runSteps(() => {
  runStep('circles', 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs', CRUISED);
  runStep('format', 'node_modules/prettier/bin/prettier.cjs', ['--check', '.']);
  runStep('lint of the configuration', 'node_modules/eslint/bin/eslint.js', CONFIGURATION);
  runTargets('build, lint, types, unit tests', ['build', 'lint', 'typecheck', 'test']);
  // A process of its own: it imports what the step before has built.
  runStep('integration and API tests', 'tools/test-databases.ts');
});
