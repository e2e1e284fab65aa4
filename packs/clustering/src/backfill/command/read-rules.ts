import type { BackfillRule } from '../backfill-rule.ts';
import { readYaml } from './read-yaml.ts';
import { RulesFile } from './rules-file.ts';

/** The rules without a file: move misplaced values of every run. */
const STANDARD: BackfillRule[] = [{ match: {}, promptFromVariables: true, nameFromVariables: true, link: true }];

/** @throws UsageError with the line and the reason */
export const readRules = async (file: string | undefined): Promise<BackfillRule[]> =>
  file === undefined ? STANDARD : (await readYaml(file, RulesFile)).rules;
