import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

const libs = ['scope:kernel', 'scope:config', 'scope:database', 'scope:events', 'scope:http', 'scope:storage'];
const scope = (name, ...allowed) => ({
  sourceTag: `scope:${name}`,
  onlyDependOnLibsWithTags: [`scope:${name}`, ...allowed],
  ...(name === 'storage' ? {} : { bannedExternalImports: ['@aws-sdk/*', '@smithy/*'] }),
});
const tested = (name, ...allowed) => scope(name, ...allowed, 'scope:testing');

/** One constraint per scope and no wildcard: arrows only ever point down. */
const depConstraints = [
  { sourceTag: 'type:app', onlyDependOnLibsWithTags: ['type:pack', 'type:lib', 'type:migrations'] },
  { sourceTag: 'type:pack', onlyDependOnLibsWithTags: ['type:pack', 'type:lib'] },
  { sourceTag: 'type:lib', onlyDependOnLibsWithTags: ['type:lib', 'type:migrations'] },
  { sourceTag: 'type:migrations', onlyDependOnLibsWithTags: ['type:lib'] },
  scope('kernel'),
  scope('config', 'scope:kernel'),
  scope('database', 'scope:kernel'),
  scope('events', 'scope:kernel', 'scope:config', 'scope:database'),
  scope('http', 'scope:kernel', 'scope:config', 'scope:database'),
  scope('storage', 'scope:kernel', 'scope:config'),
  scope('migrations', 'scope:kernel', 'scope:config', 'scope:database', 'scope:events'),
  scope('testing', ...libs, 'scope:migrations'),
  tested('personas', ...libs),
  tested('content-pillars', ...libs, 'scope:personas'),
  tested('pipeline', ...libs, 'scope:personas'),
  tested('photos', ...libs, 'scope:personas'),
  tested('clustering', ...libs, 'scope:personas', 'scope:content-pillars', 'scope:pipeline', 'scope:photos'),
  ...['api', 'cli'].map((app) =>
    tested(
      app,
      ...libs,
      ...['migrations', 'personas', 'content-pillars', 'pipeline', 'photos', 'clustering'].map(
        (name) => `scope:${name}`,
      ),
    ),
  ),
];

const specs = [
  '**/*.spec.ts',
  '**/*.int-spec.ts',
  '**/*.api-spec.ts',
  '**/*.swift-spec.ts',
  '**/*.spec-support.ts',
  '**/src/testing.ts',
];

export default tseslint.config(
  { ignores: ['**/dist', '**/node_modules', '**/.nx', '**/var'] },
  ...tseslint.configs.recommended,
  { plugins: { '@nx': nx } },
  {
    files: ['**/*.ts'],
    rules: {
      '@nx/enforce-module-boundaries': ['error', { allow: [], enforceBuildableLibDependency: false, depConstraints }],
    },
  },
  {
    files: ['**/*.ts', '**/*.js'],
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
          message: 'Only libs/config reads the environment: add a setting to TrellisConfig.',
        },
      ],
    },
  },
  {
    files: ['**/*.ts'],
    ignores: ['libs/testing/**', ...specs],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: '@nestjs/typeorm',
              importNames: ['InjectRepository'],
              message:
                'A repository of the start does not join the transaction of a request: ask the DataSource for its manager.',
            },
          ],
          patterns: [
            { group: ['@trellis/testing', '@trellis/*/testing'], message: 'Test helpers are for specs only.' },
          ],
        },
      ],
    },
  },
  {
    files: ['**/*.config.js', 'libs/config/**', 'libs/testing/src/jest-*.js', ...specs],
    rules: { 'no-restricted-syntax': 'off' },
  },
);
