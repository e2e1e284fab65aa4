import { readFile } from 'node:fs/promises';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { LineCounter, parseDocument, type Document } from 'yaml';
import { UsageError } from '@trellis/manifest';
import type { BackfillRule } from '../backfill-rule.ts';
import { RulesFile } from './rules-file.ts';

/** The rules without a file: move misplaced values of every run. */
const STANDARD: BackfillRule[] = [{ match: {}, promptFromVariables: true, nameFromVariables: true, link: true }];

/** @throws UsageError with the line and the reason */
export async function readRules(file: string | undefined): Promise<BackfillRule[]> {
  if (file === undefined) return STANDARD;
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new UsageError(`The rules file cannot be read: ${error.message}`);
  });
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [fault] = document.errors;
  if (fault) throw new UsageError(`${file}, line ${lines.linePos(fault.pos[0]).line}: ${fault.message.split('\n')[0]}`);
  const content = contentOf(document, file);
  const blank = blankIn(content);
  if (blank)
    throw new UsageError(`${file}, line ${lineOf(document, lines, blank)}: ${blank.join('.')} must not be empty`);
  const rules = plainToInstance(RulesFile, content);
  const [problem] = problemsOf(validateSync(rules, { whitelist: true, forbidNonWhitelisted: true }));
  if (problem)
    throw new UsageError(
      `${file}, line ${lineOf(document, lines, problem.path)}: ${problem.path.join('.')} ${problem.why}`,
    );
  return rules.rules;
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

/** The line of the nearest existing ancestor; a missing key has no line. */
function lineOf(document: Document, lines: LineCounter, path: readonly string[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const keys = path.slice(0, length).map((key) => (/^\d+$/.test(key) ? Number(key) : key));
    const node = document.getIn(keys, true) as { range?: [number, number, number] } | undefined;
    if (node?.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}
