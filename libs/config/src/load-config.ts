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
 * @param packs the settings classes of the packs; without a list (a pack's own tests) each is read when it is asked for
 * @throws InvalidConfigurationError naming every problem at once
 */
export function loadConfig(env: NodeJS.ProcessEnv = process.env, packs: readonly SettingsClass[] = []): TrellisConfig {
  const config = readSettings(TrellisConfig, env);
  const own = new Map<SettingsClass, object>(packs.map((type) => [type, readSettings(type, env)]));
  const problems = [config, ...own.values()].flatMap(problemsOf);
  if (problems.length > 0) throw new InvalidConfigurationError(problems);
  config.readWith((type) => {
    const settings = own.get(type) ?? readLater(type, env, packs);
    own.set(type, settings);
    return settings;
  });
  return config;
}

/** @throws Error for a class that the list of packs does not have: its variables would go unchecked at the start */
function readLater<T extends object>(
  type: SettingsClass<T>,
  env: NodeJS.ProcessEnv,
  packs: readonly SettingsClass[],
): T {
  if (packs.length > 0) throw new Error(`the settings ${type.name} are in no pack's manifest`);
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
