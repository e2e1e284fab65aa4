import { validateSync } from 'class-validator';
import { exampleSecrets } from './example-secrets.ts';
import { readSettings, type SettingsClass } from './setting.ts';
import { TrellisConfig } from './trellis-config.ts';

/** Every problem of the configuration, by variable name. Values are never shown. */
export class InvalidConfigurationError extends Error {
  constructor(readonly problems: readonly { variable: string; problem: string }[]) {
    super(problems.map(({ variable, problem }) => `${variable} ${problem}`).join('\n'));
  }
}

/**
 * The validated configuration, with the settings of the packs. This is the only place that reads the environment.
 * @param packs the settings classes of the packs; without a list (in a pack's own tests) each is read on first use
 * @throws InvalidConfigurationError listing every problem
 */
export function loadConfig(env: NodeJS.ProcessEnv = process.env, packs: readonly SettingsClass[] = []): TrellisConfig {
  const config = readSettings(TrellisConfig, env);
  const own = new Map<SettingsClass, object>(packs.map((type) => [type, readSettings(type, env)]));
  const problems = [...[config, ...own.values()].flatMap(problemsOf), ...exampleSecrets(config)];
  if (problems.length > 0) throw new InvalidConfigurationError(problems);
  config.readWith((type) => {
    const settings = own.get(type) ?? readLater(type, env, packs);
    own.set(type, settings);
    return settings;
  });
  return config;
}

/** @throws Error for a class that is not in the list of packs, because its variables were not validated at start */
function readLater<T extends object>(
  type: SettingsClass<T>,
  env: NodeJS.ProcessEnv,
  packs: readonly SettingsClass[],
): T {
  if (packs.length > 0) throw new Error(`the settings ${type.name} are missing from the packs' manifests`);
  const settings = readSettings(type, env);
  const problems = problemsOf(settings);
  if (problems.length > 0) throw new InvalidConfigurationError(problems);
  return settings;
}

const problemsOf = (settings: object): { variable: string; problem: string }[] =>
  validateSync(settings, { validationError: { target: false, value: false } }).map((error) => ({
    variable: error.property,
    problem:
      Object.values(error.constraints ?? {}).map((text) => text.replace(`${error.property} `, ''))[0] ?? 'is invalid',
  }));
