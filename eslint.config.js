import nx from '@nx/eslint-plugin';
import jsonc from 'jsonc-eslint-parser';
import tseslint from 'typescript-eslint';

const libs = [
  ...['kernel', 'config', 'database', 'embedded-postgres', 'events', 'http'],
  ...['access', 'storage', 'images', 'manifest'],
].map((name) => `scope:${name}`);
const scope = (name, ...allowed) => ({
  sourceTag: `scope:${name}`,
  onlyDependOnLibsWithTags: [`scope:${name}`, ...allowed.map((one) => `scope:${one}`)],
  ...(name === 'storage' ? {} : { bannedExternalImports: ['@aws-sdk/*', '@smithy/*'] }),
});
/** What every pack may use; and, below it, these packs. */
const pack = (name, ...below) => ({
  ...scope(name),
  onlyDependOnLibsWithTags: [`scope:${name}`, ...libs, 'scope:testing', ...below.map((one) => `scope:${one}`)],
});

/** One constraint per scope and no wildcard: arrows only ever point down. */
const depConstraints = [
  { sourceTag: 'type:app', onlyDependOnLibsWithTags: ['type:pack', 'type:lib', 'type:migrations'] },
  { sourceTag: 'type:pack', onlyDependOnLibsWithTags: ['type:pack', 'type:lib'] },
  { sourceTag: 'type:lib', onlyDependOnLibsWithTags: ['type:lib'] },
  { sourceTag: 'type:migrations', onlyDependOnLibsWithTags: ['type:lib'] },
  scope('kernel'),
  scope('config'),
  scope('database', 'kernel'),
  scope('embedded-postgres'),
  scope('images', 'kernel'),
  scope('storage', 'kernel', 'config'),
  scope('events', 'kernel', 'config', 'database'),
  scope('http', 'kernel', 'config', 'database'),
  scope('access', 'kernel', 'config', 'database', 'http'),
  scope('manifest', 'kernel', 'config', 'database', 'events'),
  scope('migrations', 'kernel', 'config', 'database', 'embedded-postgres', 'events'),
  { ...scope('testing'), onlyDependOnLibsWithTags: ['scope:testing', ...libs] },
  pack('personas'),
  pack('content-pillars', 'personas'),
  pack('pipeline', 'personas'),
  pack('photos', 'personas'),
  pack('clustering', 'personas', 'content-pillars', 'pipeline', 'photos'),
  { ...scope('all'), onlyDependOnLibsWithTags: ['scope:all', ...libs, 'scope:testing', 'type:pack'] },
  pack('api', 'migrations', 'all'),
  pack('cli', 'migrations', 'all'),
];

const specs = [
  '**/*.spec.ts',
  '**/*.int-spec.ts',
  '**/*.api-spec.ts',
  '**/*.swift-spec.ts',
  '**/*.spec-support.ts',
  '**/src/testing.ts',
];

/** The import of an earlier system fills two packs directly until it is a pack of its own. */
const inImport = [...depConstraints.slice(0, -1), pack('cli', 'migrations', 'all', 'pipeline', 'photos')];

const inTestsOfApps = depConstraints.map((constraint) =>
  ['scope:api', 'scope:cli'].includes(constraint.sourceTag)
    ? { ...constraint, onlyDependOnLibsWithTags: [...constraint.onlyDependOnLibsWithTags, 'type:pack'] }
    : constraint,
);

const noTestHelpers = {
  group: ['@trellis/testing', '@trellis/*/testing'],
  message: 'Test helpers are for specs only.',
};

/** A plain DataSource is outside of the transaction of a request: its writes stay when the answer is rolled back. */
const noDataSource = [
  { name: 'typeorm', importNames: ['DataSource'], message: 'Take `Database` of @trellis/database.' },
  { name: '@nestjs/typeorm', message: 'Take `Database` and `DatabaseModule` of @trellis/database.' },
];

/** What stands between HTTP and the rest: these may know both. */
const edges = ['**/*.controller.ts', '**/*.dto.ts', '**/*.module.ts'];

export default tseslint.config(
  { ignores: ['**/dist', '**/node_modules', '**/.nx', '**/var'] },
  {
    files: ['**/*.ts', '**/*.js'],
    extends: [tseslint.configs.recommended],
    plugins: { '@nx': nx },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/ban-ts-comment': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^_', argsIgnorePattern: '^_' }],
      'no-empty': ['error', { allowEmptyCatch: false }],
      'max-lines': ['error', { max: 200, skipBlankLines: false, skipComments: false }],
      'max-params': ['error', 5],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ExportDefaultDeclaration',
          message: 'Use a named export, so that a name means one thing everywhere.',
        },
        {
          selector: "MemberExpression[object.name='process'][property.name='env']",
          message: 'Only libs/config reads the environment: add a setting to a class with @Setting.',
        },
      ],
    },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@nx/enforce-module-boundaries': ['error', { allow: [], enforceBuildableLibDependency: false, depConstraints }],
      '@typescript-eslint/no-floating-promises': 'error',
      // Async without await turns a throw into a rejection, which is what a hook or a port promises.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/only-throw-error': ['error', { allowThrowingUnknown: true, allowThrowingAny: true }],
    },
  },
  {
    // Answers of supertest and rows of the tests' own SQL are of any type, and an expectation is their check.
    files: specs,
    rules: {
      ...Object.fromEntries(
        ['assignment', 'member-access', 'call', 'argument', 'return'].map((what) => [
          `@typescript-eslint/no-unsafe-${what}`,
          'off',
        ]),
      ),
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['apps/cli/src/import/**/*.ts'],
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        { allow: [], enforceBuildableLibDependency: false, depConstraints: inImport },
      ],
    },
  },
  {
    // The tests of an application fill its library by the helpers of the packs; its code knows only their list.
    files: specs.map((glob) => `apps/${glob}`),
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        { allow: [], enforceBuildableLibDependency: false, depConstraints: inTestsOfApps },
      ],
    },
  },
  {
    files: ['**/*.ts'],
    ignores: ['libs/testing/**', ...specs],
    rules: { 'no-restricted-imports': ['error', { patterns: [noTestHelpers] }] },
  },
  {
    files: ['packs/**/*.ts'],
    ignores: [...edges, ...specs, 'packs/all/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: noDataSource,
          patterns: [
            noTestHelpers,
            {
              group: ['@trellis/http', '**/*.dto.ts'],
              message:
                'Below a controller nothing knows HTTP: take a plain input from an …-input.ts, errors from kernel, pages from database.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['**/*.config.js', 'libs/config/**', 'tools/jest-*.js', ...specs],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['{apps,libs,packs}/*/package.json', 'migrations/package.json'],
    plugins: { '@nx': nx },
    languageOptions: { parser: jsonc },
    rules: {
      '@nx/dependency-checks': [
        'error',
        { ignoredFiles: ['{projectRoot}/jest.config.js', ...specs.map((glob) => `{projectRoot}/${glob}`)] },
      ],
    },
  },
);
