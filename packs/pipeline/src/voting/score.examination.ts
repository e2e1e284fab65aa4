import { finding, type Examination, type ExaminationContext, type Finding } from '@trellis/manifest';
import { ScoreCheck } from './score-check.ts';

const DIFFERS = {
  code: 'score_differs',
  meaning: 'The score or the vote count of the candidate differs from the log of votes.',
  cure: 'trellis scores check --fix',
};

/** Replays the votes of every run. */
export const scoreExamination: Examination = {
  needs: 'database',
  async *run({ resolve, fix, interruption, watched }: ExaminationContext): AsyncIterable<Finding> {
    const check = resolve(ScoreCheck);
    const ids: string[] = [];
    const what = { what: 'Replaying votes', total: await check.count(), interruption };
    for await (const runId of watched(check.runs(), what)) {
      const differences = await (fix ? check.fix(runId) : check.check(runId));
      ids.push(...differences.map(({ candidateId }) => candidateId));
    }
    if (ids.length > 0) yield finding(DIFFERS, ids, fix);
  },
};
