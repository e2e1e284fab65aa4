import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { TrellisConfig } from '@trellis/config';
import { Database } from '@trellis/database';
import { finding, type Examination, type ExaminationContext, type Finding } from '@trellis/manifest';

const UNREACHABLE = {
  code: 'candidate_root_unreachable',
  meaning: 'The folder of candidates cannot be read from here.',
  cure: 'mount it, or change CANDIDATE_ROOTS',
};

const ANY = 'select exists (select 1 from image_candidates) as any';

/**
 * Checks the folders of candidates. Before the first candidate a missing folder is no finding: the server creates it.
 */
export const candidateRootsExamination: Examination = {
  needs: 'database',
  async *run({ resolve }: ExaminationContext): AsyncIterable<Finding> {
    const [{ any }] = await resolve(Database).query<[{ any: boolean }]>(ANY);
    const away: string[] = [];
    for (const root of resolve(TrellisConfig).CANDIDATE_ROOTS) {
      const why = await access(root, constants.R_OK | constants.X_OK).catch((error: NodeJS.ErrnoException) => error);
      if (why && (any || why.code !== 'ENOENT')) away.push(root);
    }
    if (away.length > 0) yield finding(UNREACHABLE, away);
  },
};
