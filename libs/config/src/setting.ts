import 'reflect-metadata';

type Env = NodeJS.ProcessEnv;

export interface SettingOptions {
  /** One sentence for the operator. The README's table shows it. */
  doc: string;
  /** The value when the variable is absent, or a function of the settings declared before it. */
  fallback?: unknown;
  /** The fallback as the documentation shows it, when its value does not explain itself. */
  shown?: string;
  /** Converts the text to the value before validation. Without it, the text is the value. */
  read?: (text: string) => unknown;
}

export interface Setting extends SettingOptions {
  variable: string;
}

/** A class whose properties are settings, each named like its environment variable. */
export type SettingsClass<T extends object = object> = new () => T;

const SETTINGS = Symbol('trellis:settings');

/** Makes a property a setting: read from the variable of its name, validated at start, documented in the README. */
export const Setting =
  (options: SettingOptions) =>
  (target: object, variable: string | symbol): void => {
    const own = { ...options, variable: String(variable) };
    Reflect.defineMetadata(SETTINGS, [...settingsOf(target.constructor as SettingsClass), own], target.constructor);
  };

/** The settings of a class, in declaration order. */
export const settingsOf = (type: SettingsClass): readonly Setting[] =>
  (Reflect.getMetadata(SETTINGS, type) as Setting[] | undefined) ?? [];

/** An instance with every setting read from the environment, not validated. An empty variable counts as absent. */
export function readSettings<T extends object>(type: SettingsClass<T>, env: Env): T {
  const settings = new type();
  for (const { variable, fallback, read = (text: string): unknown => text } of settingsOf(type)) {
    const text = env[variable];
    const value = text
      ? read(text)
      : typeof fallback === 'function'
        ? (fallback as (known: T) => unknown)(settings)
        : fallback;
    Reflect.set(settings, variable, value);
  }
  return settings;
}

export const whole = Number;

export const yesOrNo = (text: string): unknown => (text === 'true' ? true : text === 'false' ? false : text);

export const onOrOff = (text: string): unknown => (text === 'on' ? true : text === 'off' ? false : text);

export const listed =
  (separator: string) =>
  (text: string): string[] =>
    text
      .split(separator)
      .map((part) => part.trim())
      .filter(Boolean);
