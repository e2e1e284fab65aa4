import { ContentPolicy, type PolicedText, type PolicyVerdict } from '@trellis/kernel';

/** Blocks a text with the word `forbidden`, and records every text it checks. */
export class StrictPolicy extends ContentPolicy {
  readonly asked: [personaId: string | null, field: string][] = [];

  override judge(personaId: string | null, { field, text }: PolicedText): Promise<PolicyVerdict> {
    this.asked.push([personaId, field]);
    const blocked = text.includes('forbidden');
    return Promise.resolve(blocked ? { decision: 'block', rules: ['test_word'] } : { decision: 'allow', rules: [] });
  }
}
