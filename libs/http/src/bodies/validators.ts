import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsString, Length, Matches, MaxLength } from 'class-validator';
import { canonicalName } from '@trellis/kernel';

/** A name: trimmed, Unicode form C, 1..200 characters, no control characters. Counts characters as PostgreSQL does. */
export const IsName = (example: string): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: String, example, minLength: 1, maxLength: 200 }),
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? canonicalName(value) : value)),
    IsString({ message: 'must be a text' }),
    Length(1, 200, { message: 'must have 1 to 200 characters' }),
    Matches(/^\P{Cc}*$/u, { message: 'must not contain control characters' }),
  );

/** A text of at most `max` characters, kept as it is. */
export const IsText = (max: number): PropertyDecorator =>
  applyDecorators(
    IsString({ message: 'must be a text' }),
    MaxLength(max, { message: `must have at most ${max} characters` }),
  );

/** `true` or `false` in a query; anything else stays and fails IsBoolean. */
export const ToBoolean = (): PropertyDecorator =>
  Transform(({ obj, key }: { obj: Record<string, unknown>; key: string }) => {
    const value = obj[key];
    return value === 'true' ? true : value === 'false' ? false : value;
  });
