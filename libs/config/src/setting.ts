import 'reflect-metadata';

type Env = NodeJS.ProcessEnv;

export interface SettingOptions {
  /** One sentence for the operator; the README's table is made of it. */
  doc: string;
  /** The value without the variable, or how it follows from the settings above it. */
  fallback?: unknown;
  /** How the fallback reads in the documentation, where its value does not say it. */
  shown?: string;
  /** Turns the text into the value; validation follows. Without it the text is the value. */
  read?: (text: string) => unknown;
}

export interface Setting extends SettingOptions {
  variable: string;
}

/** A class whose properties are settings, each called like its environment variable. */
export type SettingsClass<T extends object = object> = new () => T;

const SETTINGS = Symbol('trellis:settings');

/** Makes a property a setting: read from the variable of its name, validated with the rest at start, documented in the README. */
export const Setting =
  (options: SettingOptions) =>
  (target: object, variable: string | symbol): void => {
    const own = { ...options, variable: String(variable) };
    Reflect.defineMetadata(SETTINGS, [...settingsOf(target.constructor as SettingsClass), own], target.constructor);
  };

/** The settings of a class, in the order in which they are declared. */
export const settingsOf = (type: SettingsClass): readonly Setting[] =>
  (Reflect.getMetadata(SETTINGS, type) as Setting[] | undefined) ?? [];

/** An instance with every setting read from the environment, not validated yet. An empty variable counts as absent. */
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

export const listed =
  (separator: string) =>
  (text: string): string[] =>
    text
      .split(separator)
      .map((part) => part.trim())
      .filter(Boolean);
