import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { ValidationFailedError } from '../problems/validation-failed.error.ts';

/** The one validation pipe: unknown fields are errors, and every error names its field. */
export const validationPipe = (): ValidationPipe =>
  new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    exceptionFactory: (errors) => new ValidationFailedError(errors.flatMap((error) => flat(error, ''))),
  });

function flat(error: ValidationError, above: string): { path: string; message: string }[] {
  const path = above ? `${above}.${error.property}` : error.property;
  const own = Object.entries(error.constraints ?? {}).map(([rule, message]) => ({
    path,
    message: rule === 'whitelistValidation' ? 'is not a known field' : message.replace(`${error.property} `, ''),
  }));
  return [...own, ...(error.children ?? []).flatMap((child) => flat(child, path))];
}
