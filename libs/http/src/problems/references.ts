import type { BrokenReference } from '@trellis/database';

/** What foreign keys are called for people: `content pillars` for `fk_content_pillars_persona`. Every pack names its own. */
export class References {
  constructor(private readonly words: Readonly<Record<string, string>> = {}) {}

  /** Why a row cannot be deleted, or cannot be written. */
  explain({ constraint, table, problem }: BrokenReference): string {
    const things = this.words[constraint] ?? `rows in ${table}`;
    return problem === 'used'
      ? `It still has ${things}; delete or move them first.`
      : `${table} refers to something that is not there any more (${constraint}); read it again.`;
  }
}
