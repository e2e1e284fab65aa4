import nx from '@nx/eslint-plugin';
import jsonc from 'jsonc-eslint-parser';
import tseslint from 'typescript-eslint';
import { depConstraints, inTestsOfApps } from './eslint.boundaries.js';

const specs = [
  '**/*.spec.ts',
  '**/*.int-spec.ts',
  '**/*.api-spec.ts',
  '**/*.swift-spec.ts',
  '**/*.spec-support.ts',
  '**/src/testing.ts',
  '**/src/jest.ts',
];

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
const edges = ['**/*.controller.ts', '**/*.dto.ts', '**/*.module.ts', '**/src/api.ts'];

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
    ignores: ['libs/testing/**', 'tools/**', 'bench/**', ...specs],
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
              group: ['@trellis/http', '@trellis/*/api', '**/*.dto.ts'],
              message:
                'Below a controller nothing knows HTTP: take a plain input from an …-input.ts, errors from kernel, pages from database.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['**/*.config.js', 'libs/config/**', 'tools/**', 'bench/**', ...specs],
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
