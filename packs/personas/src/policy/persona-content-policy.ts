import { Injectable } from '@nestjs/common';
import { Database } from '@trellis/database';
import { ContentPolicy, type PolicedText, type PolicyReader, type PolicyVerdict } from '@trellis/kernel';
import { judgeText, NO_PERSONA, type PersonaRules } from './judge-text.ts';

const RULES = `
  select depicts, real_names as "realNames", banned_words as "bannedWords" from personas where id = $1`;

/** The default rules, with the lists of the persona. */
@Injectable()
export class PersonaContentPolicy extends ContentPolicy {
  constructor(private readonly database: Database) {
    super();
  }

  override async judge(
    personaId: string | null,
    text: PolicedText,
    reader: PolicyReader = this.database,
  ): Promise<PolicyVerdict> {
    const [rules = NO_PERSONA] = personaId ? await reader.query<PersonaRules[]>(RULES, [personaId]) : [];
    return judgeText(rules, text);
  }
}
