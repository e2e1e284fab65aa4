import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsString,
  IsUUID,
  Max,
  Min,
  MinLength,
  ValidateIf,
} from 'class-validator';
import { AreNames, FitsJson, IsName, IsText, ToBoolean } from './validators.ts';

/** The documentation of a field, and whether null is allowed. */
export interface Field {
  description?: string;
  example?: unknown;
  default?: unknown;
  nullable?: boolean;
  /** False: documented as optional. The caller adds the validation. */
  required?: boolean;
}

/** A field that may be absent, and null only when it is nullable. */
export const Optional = ({ nullable = false }: Pick<Field, 'nullable'> = {}): PropertyDecorator =>
  ValidateIf((_: unknown, value: unknown) => value !== undefined && !(nullable && value === null));

const lowered = (value: unknown): unknown => (typeof value === 'string' ? value.toLowerCase() : value);
const isId = () => [
  Transform(({ value }: { value: unknown }) => lowered(value)),
  IsUUID(undefined, { message: 'must be a UUID' }),
];

/** A UUID, in lower case afterwards. */
export const Id = (field: Field = {}): PropertyDecorator =>
  applyDecorators(ApiProperty({ type: String, format: 'uuid', ...field }), ...isId());

export const OptionalId = (field: Field = {}): PropertyDecorator =>
  applyDecorators(ApiProperty({ type: String, format: 'uuid', required: false, ...field }), Optional(field), ...isId());

const isOneOf = (values: readonly string[]) => IsIn(values, { message: `must be one of ${values.join(', ')}` });

/** 1 to `most` UUIDs, in lower case afterwards. */
export const Ids = (most: number, { required = true } = {}): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: [String], format: 'uuid', minItems: 1, maxItems: most, required }),
    Transform(({ value }: { value: unknown }) => (Array.isArray(value) ? value.map(lowered) : value)),
    IsArray({ message: 'must be a list' }),
    ArrayMinSize(1, { message: 'must have at least one id' }),
    ArrayMaxSize(most, { message: `must have at most ${most} ids` }),
    IsUUID(undefined, { each: true, message: 'must be a list of UUIDs' }),
  );

/** In a query: ids separated by commas, at most `most`. */
export const OptionalIds = (most: number): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({ type: String, description: `only these, at most ${most}: id,id` }),
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? lowered(value) : value)),
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',') : value)),
    Optional(),
    ArrayMaxSize(most, { message: `must have at most ${most} ids` }),
    IsUUID(undefined, { each: true, message: 'must be ids separated by commas' }),
  );

/** One of these values. */
export const OneOf = (values: readonly string[], field: Field = {}): PropertyDecorator =>
  applyDecorators(ApiProperty({ enum: values, ...field }), isOneOf(values));

export const OptionalOneOf = (values: readonly string[], field: Field = {}): PropertyDecorator =>
  applyDecorators(ApiProperty({ enum: values, required: false, ...field }), Optional(field), isOneOf(values));

/** A text of at most `most` characters, stored unchanged; `least` is 0 or 1. */
export const Text = (most: number, { least = 0, ...field }: Field & { least?: 0 | 1 } = {}): PropertyDecorator =>
  applyDecorators(ApiProperty({ type: String, ...field }), IsText(most), ...(least ? [isNotEmpty()] : []));

export const OptionalText = (
  most: number,
  { least = 0, ...field }: Field & { least?: 0 | 1 } = {},
): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: String, required: false, ...field }),
    Optional(field),
    IsText(most),
    ...(least ? [isNotEmpty()] : []),
  );

const isNotEmpty = () => MinLength(1, { message: 'must not be empty' });

const isWhole = (least: number, most: number) => {
  const message = `must be a whole number from ${least} to ${most}`;
  return [IsInt({ message }), Min(least, { message }), Max(most, { message })];
};

/** A whole number, both ends included. */
export const WholeNumber = (least: number, most: number, field: Field = {}): PropertyDecorator =>
  applyDecorators(ApiProperty({ type: Number, minimum: least, maximum: most, ...field }), ...isWhole(least, most));

export const OptionalWholeNumber = (least: number, most: number, field: Field = {}): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: Number, minimum: least, maximum: most, required: false, ...field }),
    Optional(field),
    ...isWhole(least, most),
  );

/** A name that may be absent. */
export const OptionalName = (example: string): PropertyDecorator =>
  applyDecorators(IsName(example), ApiProperty({ required: false }), Optional());

const isFlag = () => IsBoolean({ message: 'must be true or false' });

export const OptionalFlag = (field: Field = {}): PropertyDecorator =>
  applyDecorators(ApiProperty({ type: Boolean, required: false, ...field }), Optional(field), isFlag());

/** `true` or `false` in a query. */
export const QueryFlag = (field: Field = {}): PropertyDecorator => applyDecorators(OptionalFlag(field), ToBoolean());

/** A list of names: at most `most`, each of 1 to `length` code points, in Unicode form C and without space around it. */
export const OptionalNames = ({
  most,
  length,
  ...field
}: Omit<Field, 'required' | 'nullable'> & { most: number; length: number }): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({ type: [String], maxItems: most, ...field }),
    Optional(),
    IsArray({ message: 'must be a list' }),
    ArrayMaxSize(most, { message: `must have at most ${most} items` }),
    IsString({ each: true, message: 'must be a list of strings' }),
    AreNames(length),
  );

/** A JSON object with any keys: at most `kilobytes` KB as JSON, and `each` for one value. */
export const OptionalObject = ({
  kilobytes = 64,
  each = 10,
  ...field
}: Omit<Field, 'required'> & { kilobytes?: number; each?: number } = {}): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({ ...field, type: 'object', additionalProperties: true }),
    FitsJson(kilobytes, each),
    Optional(field),
    IsObject({ message: 'must be an object' }),
  );

/** Filters a list by what its names contain. */
export const NameParts = (): PropertyDecorator =>
  OptionalText(200, { least: 1, description: 'Contained in the name, in any case and accent' });
