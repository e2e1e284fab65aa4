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

export const IdParam = (name = 'id'): ParameterDecorator => Param(name, IdPipe);
