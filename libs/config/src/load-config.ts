import { validateSync } from 'class-validator';
import { readSettings, type SettingsClass } from './setting.ts';
import { TrellisConfig } from './trellis-config.ts';

/** Every problem of the configuration, by the name of its variable and never by its value. */
export class InvalidConfigurationError extends Error {
  constructor(readonly problems: readonly { variable: string; problem: string }[]) {
    super(problems.map(({ variable, problem }) => `${variable} ${problem}`).join('\n'));
  }
}

/**
 * The validated configuration, with the settings of the packs. Reads the environment once; nothing else in the system does.
 * @param packs the settings classes of the packs; those that are left out are read when they are asked for
 * @throws InvalidConfigurationError naming every problem at once
 */
export function loadConfig(env: NodeJS.ProcessEnv = process.env, packs: readonly SettingsClass[] = []): TrellisConfig {
  const config = readSettings(TrellisConfig, env);
  const own = new Map<SettingsClass, object>(packs.map((type) => [type, readSettings(type, env)]));
  const problems = [config, ...own.values()].flatMap(problemsOf);
  if (problems.length > 0) throw new InvalidConfigurationError(problems);
  config.readWith((type) => {
    const settings = own.get(type) ?? readSettings(type, env);
    own.set(type, settings);
    return settings;
  });
  return config;
}

const problemsOf = (settings: object): { variable: string; problem: string }[] =>
  validateSync(settings, { validationError: { target: false, value: false } }).map((error) => ({
    variable: error.property,
    problem:
      Object.values(error.constraints ?? {}).map((text) => text.replace(`${error.property} `, ''))[0] ?? 'is invalid',
  }));
