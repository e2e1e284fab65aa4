import type { OpenAPIObject } from '@nestjs/swagger';
import { asOpenApi31 } from './open-api-31.ts';

const converted = (schema: object) => {
  const document = { openapi: '3.0.0', components: { schemas: { One: schema } } } as unknown as OpenAPIObject;
  return (asOpenApi31(document).components?.schemas as { One: object }).One;
};

describe('asOpenApi31', () => {
  it('allows null for a type, an enum and a reference', () => {
    expect(converted({ type: 'string', format: 'uuid', nullable: true })).toEqual({
      type: ['string', 'null'],
      format: 'uuid',
    });
    expect(converted({ type: 'string', enum: ['a'], nullable: true })).toEqual({
      type: ['string', 'null'],
      enum: ['a', null],
    });
    expect(converted({ type: 'object', allOf: [{ $ref: '#/x' }], nullable: true, description: 'd' })).toEqual({
      anyOf: [{ $ref: '#/x' }, { type: 'null' }],
      description: 'd',
    });
  });

  it('names a default in the text, so that the field stays optional in generated clients', () => {
    const active = { type: 'boolean', default: true };
    expect(converted({ properties: { active, name: { type: 'string', default: 'x', description: 'd' } } })).toEqual({
      properties: {
        active: { type: 'boolean', description: 'default true' },
        name: { type: 'string', description: 'd; default "x"' },
      },
    });
  });

  it('changes nothing else, and no example', () => {
    const schema = {
      type: 'object',
      properties: { a: { type: 'string', nullable: false } },
      example: { nullable: true },
    };
    expect(converted(schema)).toEqual({
      type: 'object',
      properties: { a: { type: 'string' } },
      example: { nullable: true },
    });
  });
});
