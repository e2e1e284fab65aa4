/** Which project may import which. */
const libs = [
  'kernel',
  'config',
  'database',
  'embedded-postgres',
  'events',
  'http',
  'access',
  'storage',
  'images',
  'manifest',
  'egress',
  'secrets',
  'ai',
].map((name) => `scope:${name}`);
/** Only storage speaks to stores, and only the pages are made of React. */
const STORES = ['@aws-sdk/*', '@smithy/*'];
/** Only ai speaks to text models. */
const MODELS = ['ai', '@ai-sdk/*'];
const PAGES = ['react', 'react-dom', 'react-dom/*', '@mantine/*', '@tanstack/*'];
/** @param {string} name @param {string[]} allowed */
const scope = (name, ...allowed) => ({
  sourceTag: `scope:${name}`,
  onlyDependOnLibsWithTags: [`scope:${name}`, ...allowed.map((one) => `scope:${one}`)],
  bannedExternalImports: [
    ...(name === 'storage' ? [] : STORES),
    ...(name === 'ai' ? [] : MODELS),
    ...(name === 'admin' ? [] : PAGES),
  ],
});
/** A pack may use the libraries and the packs below it. @param {string} name @param {string[]} below */
const pack = (name, ...below) => ({
  ...scope(name),
  onlyDependOnLibsWithTags: [`scope:${name}`, ...libs, 'scope:testing', ...below.map((one) => `scope:${one}`)],
});

/** One constraint per scope and no wildcard: arrows only ever point down. */
export const depConstraints = [
  { sourceTag: 'type:app', onlyDependOnLibsWithTags: ['type:pack', 'type:lib', 'type:migrations'] },
  { sourceTag: 'type:pack', onlyDependOnLibsWithTags: ['type:pack', 'type:lib'] },
  { sourceTag: 'type:lib', onlyDependOnLibsWithTags: ['type:lib'] },
  { sourceTag: 'type:migrations', onlyDependOnLibsWithTags: ['type:lib'] },
  scope('kernel'),
  scope('config'),
  scope('database', 'kernel'),
  scope('embedded-postgres'),
  scope('images', 'kernel'),
  scope('egress', 'config'),
  scope('secrets', 'kernel', 'config'),
  scope('storage', 'kernel', 'config'),
  scope('events', 'kernel', 'config', 'database'),
  scope('http', 'kernel', 'config', 'database'),
  scope('access', 'kernel', 'config', 'database', 'http', 'secrets'),
  scope('ai', 'kernel', 'config', 'database', 'http', 'access', 'egress', 'testing'),
  scope('comfyui', 'egress', 'testing'),
  scope('manifest', 'kernel', 'config', 'database', 'events', 'secrets'),
  scope('migrations', 'kernel', 'config', 'database', 'embedded-postgres', 'events'),
  { ...scope('testing'), onlyDependOnLibsWithTags: ['scope:testing', ...libs] },
  pack('personas'),
  pack('content-pillars', 'personas'),
  pack('pipeline', 'personas'),
  pack('photos', 'personas'),
  pack('clustering', 'personas', 'content-pillars', 'pipeline', 'photos'),
  pack('legacy-import', 'personas', 'content-pillars', 'pipeline', 'photos', 'clustering'),
  pack('publishing', 'personas', 'content-pillars', 'photos', 'clustering'),
  pack('strategy', 'personas', 'content-pillars', 'pipeline', 'photos', 'clustering', 'publishing'),
  pack('overview', 'personas', 'pipeline', 'photos', 'clustering', 'publishing', 'strategy'),
  pack('generation', 'comfyui', 'personas', 'pipeline'),
  { ...scope('all'), onlyDependOnLibsWithTags: ['scope:all', ...libs, 'scope:testing', 'type:pack'] },
  // The pages know the API by its document, and nothing else of Trellis.
  { sourceTag: 'type:web', onlyDependOnLibsWithTags: ['type:web'] },
  scope('api-client'),
  scope('admin', 'api-client'),
  pack('api', 'migrations', 'all'),
  pack('cli', 'migrations', 'all'),
  // Tools run and measure everything. Only the benchmarks import them.
  {
    sourceTag: 'type:tool',
    onlyDependOnLibsWithTags: ['type:tool', 'type:app', 'type:pack', 'type:lib', 'type:migrations'],
  },
  { sourceTag: 'scope:tools', onlyDependOnLibsWithTags: ['type:app', 'type:pack', 'type:lib', 'type:migrations'] },
  {
    sourceTag: 'scope:bench',
    onlyDependOnLibsWithTags: ['type:tool', 'type:app', 'type:pack', 'type:lib', 'type:migrations'],
  },
];

export const inTestsOfApps = depConstraints.map((constraint) =>
  ['scope:api', 'scope:cli'].includes(constraint.sourceTag)
    ? { ...constraint, onlyDependOnLibsWithTags: [...constraint.onlyDependOnLibsWithTags, 'type:pack'] }
    : constraint,
);
