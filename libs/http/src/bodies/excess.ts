import { createRequire } from 'node:module';
import { getMetadataStorage } from 'class-validator';
import type { FieldProblem } from '@trellis/kernel';

type Class = new () => object;

/** What the decorators of a class say about one of its fields. */
interface Field {
  most?: { items: number; message: string };
  nested?: Class;
}

export const UNKNOWN_FIELD = 'is not a known field';
/** What `@Type` has recorded. The package exports no types for it. */
const { defaultMetadataStorage: types } = createRequire(import.meta.url)('class-transformer/cjs/storage.js') as {
  defaultMetadataStorage: { findTypeMetadata(type: Class, property: string): { typeFunction(): unknown } | undefined };
};

const MOST_ERRORS = 20;
const known = new WeakMap<Class, Map<string, Field>>();

/**
 * Fields that a class does not know, and lists over their limit, at any depth; at most 20. It reads only names and
 * lengths, so that a body of fifty thousand of them is refused in milliseconds and not validated one by one.
 */
export function excessOf(value: unknown, type: Class): FieldProblem[] {
  const found: FieldProblem[] = [];
  examine(value, type, { path: '', found });
  return found;
}

function examine(value: unknown, type: Class, { path, found }: { path: string; found: FieldProblem[] }): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
  const fields = fieldsOf(type);
  for (const [name, content] of Object.entries(value)) {
    if (found.length >= MOST_ERRORS) return;
    const [at, field] = [path ? `${path}.${name}` : name, fields.get(name)];
    if (!field) found.push({ path: at, message: UNKNOWN_FIELD });
    else if (Array.isArray(content) && field.most && content.length > field.most.items)
      found.push({ path: at, message: field.most.message });
    else if (field.nested) examineEach(content, field.nested, { path: at, found });
  }
}

function examineEach(content: unknown, type: Class, { path, found }: { path: string; found: FieldProblem[] }): void {
  if (!Array.isArray(content)) return examine(content, type, { path, found });
  for (const [i, item] of content.entries()) examine(item, type, { path: `${path}.${i}`, found });
}

function fieldsOf(type: Class): Map<string, Field> {
  const before = known.get(type);
  if (before) return before;
  const fields = new Map<string, Field>();
  for (const { propertyName, name, constraints, message } of getMetadataStorage().getTargetValidationMetadatas(
    type,
    '',
    false,
    false,
  )) {
    const field = fields.get(propertyName) ?? nestedField(type, propertyName);
    if (name === 'arrayMaxSize')
      field.most = {
        items: Number((constraints as unknown[])[0]),
        message: typeof message === 'string' ? message : 'is too long',
      };
    fields.set(propertyName, field);
  }
  known.set(type, fields);
  return fields;
}

function nestedField(type: Class, property: string): Field {
  const nested = types.findTypeMetadata(type, property)?.typeFunction() as Class | undefined;
  return nested && nested !== (Number as unknown) && nested !== (Date as unknown) ? { nested } : {};
}
