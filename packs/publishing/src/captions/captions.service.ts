import { Injectable } from '@nestjs/common';
import { ContentPolicy, unknownReference } from '@trellis/kernel';
import { personaProblems, PersonasFacade } from '@trellis/personas';
import { checkCaption, type CaptionCheck } from './caption-check.ts';
import { RecentCaptions } from './recent-captions.ts';
import { tagsOf } from './tags-of.ts';

/** Checks captions before there is a post. */
@Injectable()
export class CaptionsService {
  constructor(
    private readonly personas: PersonasFacade,
    private readonly recent: RecentCaptions,
    private readonly policy: ContentPolicy,
  ) {}

  /** @throws DomainError persona_not_found */
  async check(personaId: string, caption: string, given: readonly string[], postId?: string): Promise<CaptionCheck> {
    const rules = await this.personas.postingRules(personaId);
    if (!rules) throw unknownReference(personaProblems.persona_not_found, 'personaId');
    const recent = await this.recent.of(this.recent.manager, personaId, postId);
    const checked = checkCaption(rules, { caption, hashtags: tagsOf(given) }, recent);
    const { decision, rules: broken } = await this.policy.judge(personaId, {
      field: 'caption',
      text: [caption, ...given].join(' '),
    });
    const detail = `The caption breaks the content policy (${broken.join(', ')}).`;
    if (decision === 'block') checked.problems.push({ code: 'policy_blocked', detail });
    if (decision === 'warn') checked.warnings.push({ code: 'policy_warns', detail });
    return checked;
  }
}
