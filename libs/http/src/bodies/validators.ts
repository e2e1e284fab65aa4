import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsString, Matches, MaxLength, ValidateBy } from 'class-validator';
import { canonicalName, isCalendarDay, momentOf } from '@trellis/kernel';

/** Counts code points, as PostgreSQL does; class-validator does not count variation selectors. */
const HasCharacters = (least: number, most: number): PropertyDecorator =>
  ValidateBy(
    {
      name: 'hasCharacters',
      validator: {
        validate: (value: unknown) =>
          typeof value === 'string' && [...value].length >= least && [...value].length <= most,
      },
    },
    { message: `must have ${least} to ${most} characters` },
  );

/** A name: trimmed, Unicode form C, 1..200 code points, no control characters. */
export const IsName = (example: string): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: String, example, minLength: 1, maxLength: 200 }),
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? canonicalName(value) : value)),
    IsString({ message: 'must be a string' }),
    HasCharacters(1, 200),
    Matches(/^\P{Cc}*$/u, { message: 'must not contain control characters' }),
  );

const isShortName = (value: unknown, most: number): boolean => {
  if (typeof value !== 'string') return false;
  const name = canonicalName(value);
  const { length } = [...name];
  return length >= 1 && length <= most && !/\p{Cc}/u.test(name);
};

/** Names in a list (or one, without `each`), each of 1 to `most` code points without control characters. */
export const AreNames = (most: number, { each = true } = {}): PropertyDecorator =>
  ValidateBy(
    { name: 'areNames', validator: { validate: (value: unknown) => isShortName(value, most) } },
    { each, message: `must have 1 to ${most} characters${each ? ' in each item' : ''}, and no control characters` },
  );

/** No format characters of Unicode: two names that look the same are the same. */
export const IsVisible = (): PropertyDecorator =>
  Matches(/^\P{Cf}*$/u, { message: 'must not contain invisible characters' });

/** A text (with `each`, a list of texts) of at most `max` characters, stored unchanged. */
export const IsText = (max: number, { each = false } = {}): PropertyDecorator =>
  applyDecorators(
    IsString({ each, message: 'must be a string' }),
    MaxLength(max, { each, message: `must have at most ${max} characters` }),
  );

const bytesAsJson = (value: unknown): number => Buffer.byteLength(JSON.stringify(value) ?? '');

/** At most `kilobytes` KB (1,024 bytes) as JSON, and `each` KB for each value of the object. */
export const FitsJson = (kilobytes: number, each: number): PropertyDecorator =>
  ValidateBy(
    {
      name: 'fitsJson',
      validator: {
        validate: (value: unknown) =>
          typeof value !== 'object' ||
          value === null ||
          (bytesAsJson(value) <= kilobytes * 1024 &&
            Object.values(value).every((one) => bytesAsJson(one) <= each * 1024)),
      },
    },
    { message: `must have at most ${kilobytes} KB, and ${each} KB in each value` },
  );

/** `true` or `false` in a query. Any other value stays and fails IsBoolean. */
export const ToBoolean = (): PropertyDecorator =>
  Transform(({ obj, key }: { obj: Record<string, unknown>; key: string }) => {
    const value = obj[key];
    return value === 'true' ? true : value === 'false' ? false : value;
  });

/** A valid calendar date, `YYYY-MM-DD`. */
export const IsCalendarDate = (): PropertyDecorator =>
  ValidateBy(
    {
      name: 'isCalendarDate',
      validator: {
        validate: (value: unknown) => typeof value === 'string' && isCalendarDay(value),
      },
    },
    { message: 'must be a date as YYYY-MM-DD' },
  );

/** A time with its zone, ISO 8601: `2026-11-23T10:00:00Z`. A time without a zone is ambiguous. */
export const IsMoment = (): PropertyDecorator =>
  ValidateBy(
    {
      name: 'isMoment',
      validator: {
        validate: (value: unknown) =>
          typeof value === 'string' && /T.*(Z|[+-]\d\d:?\d\d)$/.test(value) && momentOf(value) !== undefined,
      },
    },
    { message: 'must be a time with its zone, such as 2026-11-23T10:00:00Z' },
  );

/** A number with at most two decimals. */
export const IsHundredths = (): PropertyDecorator =>
  ValidateBy(
    {
      name: 'isNumber',
      validator: { validate: (value: unknown) => typeof value === 'number' && Number(value.toFixed(2)) === value },
    },
    { message: 'must be a number with at most two decimals' },
  );

function isTimeZone(value: unknown): boolean {
  if (typeof value !== 'string' || !/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/.test(value)) return false;
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: value }));
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** A time zone by its IANA name. */
export const IsTimeZone = (): PropertyDecorator =>
  ValidateBy(
    { name: 'isTimeZone', validator: { validate: isTimeZone } },
    { message: 'must be the name of a time zone, such as Europe/Berlin' },
  );
