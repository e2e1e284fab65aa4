import { getSchemaPath } from '@nestjs/swagger';
import { OptionalOneOf } from './fields.ts';
import type { Documented, DocumentedMap } from '../openapi/documented.ts';

/** `fields=id`: only the ids of a list, to select all of it. */
export const OnlyIds = (): PropertyDecorator => OptionalOneOf(['id'], { description: 'id: only the ids' });

export const onlyId = ({ id }: { id: string }): { id: string } => ({ id });

/** Items of a list that answers ids when it is asked for. */
export function orIds(answer: Documented): DocumentedMap {
  class OrId {
    static readonly example = answer.example;
    static readonly schema = {
      anyOf: [
        { $ref: getSchemaPath(answer) },
        { type: 'object' as const, required: ['id'], properties: { id: { type: 'string' as const, format: 'uuid' } } },
      ],
    };
  }
  return OrId;
}
