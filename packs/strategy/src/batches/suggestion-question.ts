import type { TextQuestion } from '@trellis/ai';
import type { ContentPolicy, PolicedText } from '@trellis/kernel';
import { guidelinesOf } from './guidelines.ts';
import { ideasSchema, LIMITS, readIdeas, textsOfIdeas, type Idea } from '../suggestions/idea.ts';
import type { SuggestionFacts } from './suggestion-facts.ts';

const TOKENS_OF_IDEA = 900;
const TEMPERATURE = 0.9;

const SYSTEM = `You suggest pictures for an image account whose pictures are generated. An idea has a title (at most
${LIMITS.title} characters), a description of one or two sentences (at most ${LIMITS.description}) and a prompt for an image
model (at most ${LIMITS.prompt}). Ideas differ from each other and from the prompts that exist. Titles are plain, without
quotes or hashtags.`;

/** @param isLonger whether the answer before was cut off */
export function suggestionQuestion(
  facts: SuggestionFacts,
  count: number,
  { actor, policy, isLonger }: { actor: string; policy: ContentPolicy; isLonger: boolean },
): TextQuestion<Idea[]> {
  const { persona } = facts;
  return {
    purpose: 'suggestions',
    system: SYSTEM,
    prompt: promptOf(facts, count),
    schema: ideasSchema(count),
    read: (json) => readIdeas(json, count),
    maxTokens: count * TOKENS_OF_IDEA * (isLonger ? 2 : 1),
    temperature: TEMPERATURE,
    actor,
    personaId: persona.id,
    policy,
    texts: textsIn(facts),
    textsOf: textsOfIdeas,
  };
}

/** Everything that a person wrote, but for what to avoid: that names what the pictures must not show. */
function textsIn({ persona, pillar, cluster, clusters }: SuggestionFacts): PolicedText[] {
  const { topics, tone } = guidelinesOf(pillar.guidelines);
  const fields: Record<string, string | null | undefined> = {
    ...{ 'pillar.name': pillar.name, 'pillar.description': pillar.description, 'pillar.topics': topics.join(', ') },
    ...{ 'pillar.tone': tone, 'persona.name': persona.name, 'persona.tone': persona.captionConfig?.tone },
    ...{ 'persona.style': persona.captionConfig?.style, 'persona.voice': persona.captionConfig?.voice },
    ...{ 'cluster.name': cluster?.name, 'cluster.aiPrompt': cluster?.prompt },
    'clusters.name': clusters.map(({ name }) => name).join('; '),
  };
  return Object.entries(fields).map(([field, text]) => ({ field, text: text ?? '' }));
}

/**
 * Without prompts that the content policy refuses today: imports bring them, and a model is not to be given them.
 */
export async function withoutRefused(facts: SuggestionFacts, policy: ContentPolicy): Promise<SuggestionFacts> {
  const { id: personaId } = facts.persona;
  const isAllowed = async (text: string) =>
    (await policy.rulesAgainst(personaId, [{ field: 'prompt', text }])).length === 0;
  const prompts: string[] = [];
  for (const prompt of facts.known.prompts) if (await isAllowed(prompt)) prompts.push(prompt);
  const clusters: SuggestionFacts['clusters'] = [];
  for (const one of facts.clusters)
    clusters.push(one.id === facts.cluster?.id || (await isAllowed(one.prompt ?? '')) ? one : { ...one, prompt: null });
  return { ...facts, clusters, known: { ...facts.known, prompts } };
}

function promptOf({ persona, pillar, cluster, clusters, gap, known }: SuggestionFacts, count: number): string {
  const { topics, avoidTopics, tone } = guidelinesOf(pillar.guidelines);
  const { captionConfig } = persona;
  const lines: [label: string, text: string | null | undefined][] = [
    ['Account', persona.name],
    ['Tone', captionConfig?.tone],
    ['Style', captionConfig?.style],
    ['Voice', captionConfig?.voice],
    ['Theme', pillar.name],
    ['About', pillar.description],
    ['Topics', topics.join(', ')],
    ['Avoid', avoidTopics.join(', ')],
    ['Tone of the theme', tone],
    ['Series', cluster && named(cluster)],
    ['Series that exist', clusters.slice(0, 10).map(named).join('; ')],
    ['Needed in the next weeks', gap && gap.missing > 0 ? `${gap.missing} more pictures of ${gap.needed}` : null],
    ['Why', gap?.reasons.map(({ key }) => key.replaceAll('_', ' ')).join(', ')],
    [
      'Prompts that exist',
      known.prompts
        .slice(0, 20)
        .map((prompt) => `\n- ${prompt}`)
        .join(''),
    ],
  ];
  const shown = lines.flatMap(([label, text]) => (text ? [`${label}: ${text}`] : []));
  return [`Write ${count} idea${count === 1 ? '' : 's'}.`, ...shown].join('\n');
}

const named = ({ name, prompt }: { name: string; prompt: string | null }): string =>
  prompt ? `${name} (${prompt})` : name;
