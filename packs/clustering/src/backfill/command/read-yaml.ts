import { plainToInstance, type ClassConstructor } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { LineCounter, parseDocument, type Document } from 'yaml';
import { UsageError, readTextFile } from '@trellis/manifest';

/** A validated YAML file. @throws UsageError with the line and the reason */
export async function readYaml<T extends object>(file: string, type: ClassConstructor<T>): Promise<T> {
  const text = await readTextFile(file);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, intAsBigInt: true, prettyErrors: false });
  const [fault] = document.errors;
  if (fault) throw new UsageError(`${file}, ${placeAt(lines, fault.pos[0])}: ${fault.message}`);
  const content = contentOf(document, file);
  const blank = blankIn(content);
  if (blank) throw new UsageError(`${file}, ${placeOf(document, lines, blank)}: ${blank.join('.')} must not be empty`);
  const read = plainToInstance(type, content);
  const [problem] = problemsOf(validateSync(read, { whitelist: true, forbidNonWhitelisted: true }));
  if (problem)
    throw new UsageError(
      `${file}, ${placeOf(document, lines, problem.path)}: ${problem.path.join('.')} ${problem.why}`,
    );
  return read;
}

/** @throws UsageError for `name: *x`, which YAML reads as an alias */
function contentOf(document: Document, file: string): object {
  try {
    return (document.toJS() ?? {}) as object;
  } catch (error) {
    throw new UsageError(`${file}: ${(error as Error).message}. A text that starts with * needs quotes: '*…'.`);
  }
}

/** A name without a value. If it were ignored, the rule would match every run. */
function blankIn(value: unknown, path: readonly string[] = []): readonly string[] | undefined {
  if (value === null) return path;
  if (typeof value !== 'object') return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const found = blankIn(inner, [...path, key]);
    if (found) return found;
  }
  return undefined;
}

interface Problem {
  path: string[];
  why: string;
}

function problemsOf(errors: readonly ValidationError[], above: string[] = []): Problem[] {
  return errors.flatMap(({ property, constraints, children = [] }) => {
    const path = [...above, property];
    const why = constraints?.['whitelistValidation'] ? 'is unknown' : Object.values(constraints ?? {})[0];
    return [...(why ? [{ path, why: why.replace(`${property} `, '') }] : []), ...problemsOf(children, path)];
  });
}

/** The place of the nearest existing ancestor; a missing key has none. */
function placeOf(document: Document, lines: LineCounter, path: readonly string[]): string {
  for (let length = path.length; length > 0; length -= 1) {
    const keys = path.slice(0, length).map((key) => (/^\d+$/.test(key) ? Number(key) : key));
    const node = document.getIn(keys, true) as { range?: [number, number, number] } | undefined;
    if (node?.range) return placeAt(lines, node.range[0]);
  }
  return placeAt(lines, 0);
}

function placeAt(lines: LineCounter, offset: number): string {
  const { line, col } = lines.linePos(offset);
  return `line ${line}, column ${col}`;
}
