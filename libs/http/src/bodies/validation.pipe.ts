import { ValidationPipe, type ArgumentMetadata, type ValidationError } from '@nestjs/common';
import { ValidationFailedError } from '@trellis/kernel';
import { UNKNOWN_FIELD, excessOf } from './excess.ts';

/** The one validation pipe: unknown fields are errors, and every error names its field. */
export const validationPipe = (): ValidationPipe =>
  new BoundedPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    exceptionFactory: (errors) => new ValidationFailedError(errors.flatMap((error) => flat(error, ''))),
  });

/** Refuses what is far too much before it validates the rest one by one. */
class BoundedPipe extends ValidationPipe {
  override transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const { metatype } = metadata;
    const excess = metatype && typeof value === 'object' ? excessOf(value, metatype as new () => object) : [];
    if (excess.length >= MANY || excess.some(isOfList)) throw new ValidationFailedError(excess);
    return super.transform(value, metadata);
  }
}

const MANY = 20;
const isOfList = ({ message }: { message: string }) => message !== UNKNOWN_FIELD;

/** Type checks. When one fails, the other messages about the value are useless. */
const OF_TYPE = ['whitelistValidation', 'isString', 'isNumber', 'isInt', 'isBoolean', 'isObject', 'isArray', 'isUuid'];

function flat(error: ValidationError, above: string): { path: string; message: string }[] {
  const path = above ? `${above}.${error.property}` : error.property;
  const rules = Object.entries(error.constraints ?? {});
  const [rule, message] = rules.find(([name]) => OF_TYPE.includes(name)) ?? rules[0] ?? [];
  const own = rule === 'whitelistValidation' ? UNKNOWN_FIELD : message?.replace(`${error.property} `, '');
  return [...(own ? [{ path, message: own }] : []), ...(error.children ?? []).flatMap((child) => flat(child, path))];
}
