import type { OpenAPIObject } from '@nestjs/swagger';

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The document as OpenAPI 3.1. In 3.0 `nullable` widens `type` only: an enum and a reference still refuse null, so the
 * document would refuse answers of the server.
 */
export const asOpenApi31 = (document: OpenAPIObject): OpenAPIObject => ({
  ...(withNulls(document) as OpenAPIObject),
  openapi: '3.1.0',
});

function withNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withNulls);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, isExample(key) ? inner : withNulls(inner)]);
  const { nullable, ...schema } = Object.fromEntries(entries) as Json;
  if (isObject(schema['properties'])) schema['properties'] = optional(schema['properties'], schema['required']);
  return nullable === true ? orNull(schema) : schema;
}

/** Generators take a field with a default for one that is always there. The text names the default instead. */
function optional(properties: Json, required: unknown): Json {
  const entries = Object.entries(properties).map(([name, property]) => {
    if (!isObject(property) || !('default' in property) || (required as string[] | undefined)?.includes(name))
      return [name, property];
    const { default: value, description, ...rest } = property;
    const text = [description, `default ${JSON.stringify(value)}`].filter(Boolean).join('; ');
    return [name, { ...rest, description: text }];
  });
  return Object.fromEntries(entries) as Json;
}

const isExample = (key: string) => key === 'example' || key === 'examples' || key === 'default';

/** The same schema for the value and for null. */
function orNull({ type, allOf, enum: values, ...rest }: Json): Json {
  if (Array.isArray(allOf)) return { anyOf: [...(allOf as unknown[]), { type: 'null' }], ...rest };
  return { type: [type, 'null'], ...(Array.isArray(values) && { enum: [...(values as unknown[]), null] }), ...rest };
}
