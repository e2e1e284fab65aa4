import { DomainError } from './domain-error.ts';
import { defineProblems } from './problem.ts';

export const contentProblems = defineProblems({
  policy_blocked: ['unprocessable', 'The content policy refuses the text'],
});

/** A text that becomes, or describes, an image of a persona. */
export interface PolicedText {
  /** The request field with the text, such as `prompt` or `variables.subject`. */
  field: string;
  text: string;
}

export interface PolicyVerdict {
  decision: 'allow' | 'warn' | 'block';
  /** Ids of the rules that matched; empty when the text is allowed. */
  rules: readonly string[];
}

/** Where a policy reads the rules of a persona: a transaction, so that a check inside of it takes no second connection. */
export interface PolicyReader {
  query<T>(sql: string, parameters?: unknown[]): Promise<T>;
}

/**
 * The port to the content policy. A pack that accepts a prompt, a caption or another text about an image checks it
 * before storing it. The pack that implements the port defines the rules.
 */
export abstract class ContentPolicy {
  /**
   * @param personaId null for a text without a persona
   * @param reader the caller's transaction
   */
  abstract judge(personaId: string | null, text: PolicedText, reader?: PolicyReader): Promise<PolicyVerdict>;

  /** The rules that block one of the texts, each once. */
  async rulesAgainst(
    personaId: string | null,
    texts: readonly PolicedText[],
    reader?: PolicyReader,
  ): Promise<string[]> {
    const found = new Set<string>();
    for (const text of texts.filter((one) => one.text.trim() !== '')) {
      const { decision, rules } = await this.judge(personaId, text, reader);
      if (decision === 'block') for (const rule of rules) found.add(rule);
    }
    return [...found];
  }

  /**
   * Checks every text. The error names field and rules, never the text.
   * @throws DomainError policy_blocked (422)
   */
  async requireAllowed(personaId: string | null, texts: readonly PolicedText[], reader?: PolicyReader): Promise<void> {
    for (const text of texts.filter(({ text }) => text.trim() !== '')) {
      const { decision, rules } = await this.judge(personaId, text, reader);
      if (decision === 'block') throw blocked(text.field, rules);
    }
  }
}

const blocked = (field: string, rules: readonly string[]): DomainError =>
  new DomainError(
    contentProblems.policy_blocked,
    `${field} breaks the content policy (${rules.join(', ')}).`,
    { field, rules },
    { rules },
  );
