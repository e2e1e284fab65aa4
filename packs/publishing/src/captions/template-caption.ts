import type { PostingRules } from '@trellis/personas';
import { mostTags } from './caption-check.ts';
import { asTag, eachOnce } from './hashtags.ts';
import { shorten } from './shorten.ts';

/** What a caption is made of where no model writes it. */
export interface CaptionSubject {
  pillar: string | null;
  cluster: string | null;
  prompt: string | null;
  altText: string | null;
}

export interface CaptionTemplate {
  caption: string;
  hashtags: string[];
}

const SHORTEST_WORD = 4;
const USUAL_LENGTH = 2_000;

/** What a prompt says first: up to the first comma, period or line, without weights such as `(dusk:1.2)`. */
export function firstClause(prompt: string): string {
  const plain = prompt.replace(/[([{]([^()[\]{}:]*)(:[\d.]+)?[)\]}]/g, '$1').trim();
  const [clause = ''] = plain.split(/[,.;\n|]/);
  return clause.replace(/\s+/g, ' ').trim();
}

/** The alt text of a picture that has none. */
export const altTextOf = ({ prompt, cluster }: Pick<CaptionSubject, 'prompt' | 'cluster'>): string | null => {
  const text = sentence((prompt && firstClause(prompt)) || cluster || '');
  return text === '' ? null : text.slice(0, 1_000);
};

/** Three captions of the same picture, the plainest first. */
export function captionTemplates(rules: PostingRules, subject: CaptionSubject): CaptionTemplate[] {
  const { altText, prompt, cluster, pillar } = subject;
  const what = sentence(altText || (prompt && firstClause(prompt)) || cluster || pillar || rules.name);
  const most = rules.captionConfig?.maxLength ?? USUAL_LENGTH;
  const hashtags = tagsFor(rules, subject);
  const texts = [
    what,
    [...new Set([what, sentence(cluster ?? '')])].filter(Boolean).join(' '),
    pillar ? `${pillar}: ${what}` : `${rules.name}: ${what}`,
  ];
  return [...new Set(texts.map((text) => shorten(text, most)))].map((caption) => ({ caption, hashtags }));
}

/** Brand tags, those of persona and pillar, then the cluster's words; never more than the persona wants. */
function tagsFor(rules: PostingRules, { pillar, cluster }: CaptionSubject): string[] {
  const words = (cluster ?? '').split(/[^\p{L}\p{M}\p{N}_]+/u).filter((word) => [...word].length >= SHORTEST_WORD);
  const given = [
    ...(rules.hashtagStrategy?.brandTags ?? []),
    joinedWords(rules.name),
    joinedWords(pillar ?? ''),
    ...words,
  ];
  const tags = given.flatMap((text) => asTag(text) ?? []).map((tag) => tag.toLowerCase());
  return eachOnce(tags).slice(0, mostTags(rules));
}

const joinedWords = (name: string): string => name.replace(/[^\p{L}\p{M}\p{N}_]+/gu, '');

function sentence(text: string): string {
  const trimmed = text.trim();
  if (trimmed === '') return '';
  const capital = trimmed.charAt(0).toUpperCase() + trimmed.slice(1);
  return /[.!?…]$/.test(capital) ? capital : `${capital}.`;
}
