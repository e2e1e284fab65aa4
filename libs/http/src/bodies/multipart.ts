import type { FastifyRequest } from 'fastify';
import { DomainError, ValidationFailedError, type FieldProblem, type ReceivedFile } from '@trellis/kernel';
import { httpProblems } from '../problems/http.problems.ts';
import { partsOf, type FormPart } from './form-parts.ts';

/** A request whose files are counted, where something counts them. */
export type MultipartRequest = FastifyRequest & {
  /** @throws DomainError when the sender has sent too many */
  countFile?: () => Promise<void>;
};

export interface Form {
  fields: Record<string, string>;
  file: ReceivedFile | undefined;
}

export const isMultipart = (request: MultipartRequest): boolean => request.isMultipart();

/** Files of one request. The others are refused one by one. */
const MOST_FILES = 200;
const MOST_ERRORS = 20;

/**
 * Every part of the form in the order sent, one by one, so that only one file is in memory. A part that is no file of
 * the field, and a file after the first 200, has a `refusal`. @throws DomainError when the form cannot be read further
 */
export async function* filesOf(request: MultipartRequest, field: string): AsyncIterable<ReceivedFile> {
  let count = 0;
  for await (const part of partsOf(request, (name) => name === field && (count += 1) <= MOST_FILES)) {
    const { file } = part;
    if (file && part.field === field)
      yield { ...file, refusal: count > MOST_FILES ? tooMany() : (file.refusal ?? (await uncounted(request))) };
    else
      yield { name: file?.name ?? part.field, bytes: undefined, refusal: unexpected(part, `must be sent as ${field}`) };
  }
}

async function uncounted(request: MultipartRequest): Promise<DomainError | undefined> {
  try {
    await request.countFile?.();
    return undefined;
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}

const tooMany = () =>
  new DomainError(
    httpProblems.payload_too_large,
    `A request carries at most ${MOST_FILES} files. Send this one again.`,
  );

const unexpected = ({ field, file }: FormPart, cure: string) =>
  new ValidationFailedError([{ path: field, message: file ? `is not a field of this form; files ${cure}` : UNKNOWN }]);

const UNKNOWN = 'is not a field of this form';

/**
 * Named texts and one file, in any order. An empty text counts as absent, as forms send it for a blank field.
 * @throws ValidationFailedError with every part that does not belong into the form
 */
export async function formOf(request: MultipartRequest, fileField: string, fields: readonly string[]): Promise<Form> {
  const form: Form = { fields: {}, file: undefined };
  const seen = new Set<string>();
  const errors: FieldProblem[] = [];
  const isFirst = (field: string) => field === fileField && !seen.has(field);
  for await (const { field, text, file } of partsOf(request, isFirst)) {
    const fault = faultOf({ field, text, file }, seen, { fileField, fields });
    if (fault) errors.push({ path: field, message: fault });
    else if (file) form.file = file;
    else if (text !== '') form.fields[field] = text;
    seen.add(field);
  }
  if (errors.length > 0) throw new ValidationFailedError(errors.slice(0, MOST_ERRORS));
  return form;
}

interface Allowed {
  fileField: string;
  fields: readonly string[];
}

function faultOf({ field, file }: FormPart, seen: ReadonlySet<string>, { fileField, fields }: Allowed) {
  if (field !== fileField && !fields.includes(field)) return UNKNOWN;
  if (seen.has(field)) return 'is repeated';
  return file && field !== fileField ? 'must be a text, not a file' : undefined;
}
