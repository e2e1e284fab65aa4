import { ValidateBy } from 'class-validator';
import { configurable, EgressError } from '@trellis/egress';

const MOST_CHARACTERS = 2_000;

/** http or https, without credentials, query or fragment; not at a link-local address. */
export function isServerUrl(value: unknown): boolean {
  if (typeof value !== 'string' || value.length > MOST_CHARACTERS) return false;
  try {
    const url = configurable(value);
    return url.search === '' && url.hash === '' && !/[?#\s]/.test(value);
  } catch (error) {
    if (error instanceof EgressError) return false;
    throw error;
  }
}

export const SERVER_URL_MESSAGE =
  'must be an http(s) URL without credentials and query, such as http://127.0.0.1:8188, and no link-local address';

export const IsServerUrl = (): PropertyDecorator =>
  ValidateBy({
    name: 'isServerUrl',
    validator: { validate: isServerUrl, defaultMessage: () => SERVER_URL_MESSAGE },
  });

/** One spelling for each server: as URL writes it, without a slash at its end. */
export const serverUrl = (text: string): string => new URL(text).href.replace(/\/+$/, '');
