import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { ValidationFailedError } from '@trellis/kernel';

/** The one validation pipe: unknown fields are errors, and every error names its field. */
export const validationPipe = (): ValidationPipe =>
  new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    exceptionFactory: (errors) => new ValidationFailedError(errors.flatMap((error) => flat(error, ''))),
  });

/** Type checks. When one fails, the other messages about the value are useless. */
const OF_TYPE = ['whitelistValidation', 'isString', 'isNumber', 'isInt', 'isBoolean', 'isObject', 'isArray', 'isUuid'];

function flat(error: ValidationError, above: string): { path: string; message: string }[] {
  const path = above ? `${above}.${error.property}` : error.property;
  const rules = Object.entries(error.constraints ?? {});
  const [rule, message] = rules.find(([name]) => OF_TYPE.includes(name)) ?? rules[0] ?? [];
  const own = rule === 'whitelistValidation' ? 'is not a known field' : message?.replace(`${error.property} `, '');
  return [...(own ? [{ path, message: own }] : []), ...(error.children ?? []).flatMap((child) => flat(child, path))];
}
