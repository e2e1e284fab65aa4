import type { Type } from '@nestjs/common';
import { validationPipe } from './validation.pipe.ts';

const pipe = validationPipe();

/**
 * Validates input that no parameter decorator receives, such as the fields of a multipart form. @throws
 * ValidationFailedError
 */
export const validated = async <T extends object>(type: Type<T>, value: unknown): Promise<T> =>
  (await pipe.transform(value ?? {}, { type: 'body', metatype: type })) as T;
