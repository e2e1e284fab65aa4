import { Injectable, Param, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { ValidationFailedError } from '@trellis/kernel';

/** An id in a path: any UUID, in lower case afterwards. */
@Injectable()
export class IdPipe implements PipeTransform<string, string> {
  transform(value: string, { data }: ArgumentMetadata): string {
    if (isUUID(value)) return value.toLowerCase();
    throw new ValidationFailedError([{ path: data ?? 'id', message: 'must be a UUID' }]);
  }
}

/**
 * One of these whole numbers in a path. A pipe of the application has turned the text into a number already where the
 * compiler wrote the type of the parameter down.
 */
export class NumberPipe<T extends number> implements PipeTransform<string | number, T> {
  constructor(private readonly allowed: readonly T[]) {}

  transform(value: string | number, { data }: ArgumentMetadata): T {
    const found = this.allowed.find((one) => String(one) === String(value));
    if (found !== undefined) return found;
    throw new ValidationFailedError([{ path: data ?? '', message: `must be one of ${this.allowed.join(', ')}` }]);
  }
}

export const NumberParam = (name: string, allowed: readonly number[]): ParameterDecorator =>
  Param(name, new NumberPipe(allowed));

export const IdParam = (name = 'id'): ParameterDecorator => Param(name, IdPipe);
