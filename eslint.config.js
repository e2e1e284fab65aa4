import nx from '@nx/eslint-plugin';
import reactHooks from 'eslint-plugin-react-hooks';
import jsonc from 'jsonc-eslint-parser';
import tseslint from 'typescript-eslint';
import {
  USE_EGRESS,
  noDataSource,
  noGlobalClient,
  noMarkup,
  noModelNames,
  noOtherClient,
  noTestHelpers,
} from './eslint.bans.js';
import { depConstraints, inTestsOfApps } from './eslint.boundaries.js';

const specs = [
  '**/*.spec.ts',
  '**/*.int-spec.ts',
  '**/*.api-spec.ts',
  '**/*.swift-spec.ts',
  '**/*.attack-spec.ts',
  '**/*.browser-spec.ts',
  '**/*.shots.ts',
  '**/*.spec-support.ts',
  '**/src/testing.ts',
  '**/src/jest.ts',
];

/** Requests go out from `libs/egress`; S3 keeps the handler of its SDK. Specs and tools ask servers of their own. */
const clients = ['libs/egress/**', 'libs/storage/**', 'libs/testing/**', 'tools/**', 'bench/**', ...specs];

/** The files between HTTP and the services. They may import both. */
const edges = ['**/*.controller.ts', '**/*.dto.ts', '**/*.module.ts', '**/src/api.ts'];

export default tseslint.config(
  {
    ignores: [
      '**/*.gen.d.ts',
      '**/dist',
      '**/node_modules',
      '**/.nx',
      '**/var',
      'tools/clients/generated',
      'tools/clients/*.client.ts',
    ],
  },
  {
    files: ['**/*.ts', '**/*.tsx', '**/*.js'],
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
        ...noModelNames,
        {
          selector: 'ExportDefaultDeclaration',
          message: 'Use a named export, so that a name means one thing everywhere.',
        },
        {
          selector:
            'ImportExpression[source.value=/^(undici|axios|got|node-fetch|ws|(node:)?(https?|http2|net|tls))$/]',
          message: USE_EGRESS,
        },
        {
          selector: "MemberExpression[object.name='process'][property.name='env']",
          message: 'Only libs/config reads the environment: add a setting to a class with @Setting.',
        },
      ],
    },
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@nx/enforce-module-boundaries': ['error', { allow: [], enforceBuildableLibDependency: false, depConstraints }],
      '@typescript-eslint/no-floating-promises': 'error',
      // An async function without await turns a throw into a rejection, as hooks and ports must.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/only-throw-error': ['error', { allowThrowingUnknown: true, allowThrowingAny: true }],
    },
  },
  {
    // Answers of supertest and rows of SQL have the type any; the expectations check them.
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
    // The tests of an application use the test helpers of the packs. Its code imports only their list.
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
    files: ['{apps,libs,packs,migrations}/**/*.ts'],
    ignores: clients,
    rules: {
      'no-restricted-globals': ['error', ...noGlobalClient],
      'no-restricted-properties': [
        'error',
        ...['globalThis', 'global', 'self'].flatMap((object) =>
          noGlobalClient.map(({ name: property, message }) => ({ object, property, message })),
        ),
      ],
      'no-restricted-imports': ['error', { paths: noOtherClient, patterns: [noTestHelpers] }],
    },
  },
  {
    files: ['apps/admin/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      ...reactHooks.configs.recommended.rules,
      'no-restricted-syntax': ['error', ...noMarkup],
      // Pages ask their own server, by the client of libs/api-client; uploads show their progress.
      'no-restricted-globals': 'off',
      'no-restricted-properties': 'off',
    },
  },
  {
    files: ['packs/**/*.ts'],
    ignores: [...edges, ...specs, 'packs/all/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [...noDataSource, ...noOtherClient],
          patterns: [
            noTestHelpers,
            {
              group: ['@trellis/http', '@trellis/*/api', '**/*.dto.ts'],
              message:
                'Services are independent of HTTP. Use a plain input from an …-input.ts, errors from kernel, pages from database.',
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
        {
          // It is built into the pages, and has no build of its own.
          ignoredDependencies: ['@trellis/api-client'],
          ignoredFiles: [
            '{projectRoot}/jest.config.js',
            '{projectRoot}/vite.config.js',
            '{projectRoot}/browser/**',
            ...specs.map((glob) => `{projectRoot}/${glob}`),
          ],
        },
      ],
    },
  },
);
