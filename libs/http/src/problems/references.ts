import type { BrokenReference } from '@trellis/database';

/** Names of foreign keys for messages: `content pillars` for `fk_content_pillars_persona`. Each pack names its own. */
export class References {
  constructor(private readonly words: Readonly<Record<string, string>> = {}) {}

  /** Explains why a row cannot be deleted or written. */
  explain({ constraint, table, problem }: BrokenReference): string {
    const things = this.words[constraint] ?? `rows in ${table}`;
    return problem === 'used'
      ? `It still has ${things}; delete or move them first.`
      : `${table} refers to something that no longer exists (${constraint}). Read it again.`;
  }
}
