import type { OpenAPIObject } from '@nestjs/swagger';

const header = {
  name: 'If-Match',
  in: 'header' as const,
  required: false,
  description: 'The updatedAt that the client has seen. When it was changed since, the change is refused as stale.',
  schema: { type: 'string' as const },
};

/** Documents the header on every change that may be refused as stale. */
export function documentEditing(document: OpenAPIObject): OpenAPIObject {
  for (const { patch } of Object.values(document.paths))
    if (patch?.responses['412']) patch.parameters = [...(patch.parameters ?? []), header];
  return document;
}
