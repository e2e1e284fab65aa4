import type { PostingRules } from '@trellis/personas';
import type { PostProblem } from '../problems/post-problem.ts';
import { countOfTags, joined } from './hashtags.ts';
import { REPEATS, sameCaption, shareOf } from './repetition.ts';

/** UTF-16 units, as Instagram counts. */
export const MOST_CAPTION = 2_200;
const MOST_TAGS = 30;
/** Of a persona without a strategy: Instagram's own limit since 18 Dec 2025. */
const USUAL_TAGS = 5;
const MOST_MENTIONS = 20;
const MENTION = /(?<![\p{L}\p{N}._@])@[\p{L}\p{N}._]+/gu;

export interface CaptionWarning {
  code: string;
  detail: string;
  /** Of `repeats`. */
  postId?: string;
  share?: number;
}

/** A post of the persona that is neither draft nor cancelled. */
export interface RecentCaption {
  postId: string;
  caption: string;
}

export interface CaptionCheck {
  problems: PostProblem[];
  warnings: CaptionWarning[];
  /** UTF-16 units of what is sent. */
  length: number;
  hashtagCount: number;
}

export const mostTags = ({ hashtagStrategy }: Pick<PostingRules, 'hashtagStrategy'>): number =>
  Math.min(hashtagStrategy?.maxTags ?? USUAL_TAGS, MOST_TAGS);

/** The very text that is sent: caption, the persona's disclosure, hashtags. */
export const sentText = (
  { captionConfig }: Pick<PostingRules, 'captionConfig'>,
  caption: string,
  hashtags: readonly string[],
): string => joined([caption, captionConfig?.disclosure].filter(Boolean).join('\n\n'), hashtags);

/** What is wrong with a caption, and what is worth a look. */
export function checkCaption(
  rules: PostingRules,
  { caption, hashtags }: { caption: string; hashtags: readonly string[] },
  recent: readonly RecentCaption[],
): CaptionCheck {
  const { length } = sentText(rules, caption, hashtags);
  const hashtagCount = countOfTags(caption, hashtags);
  const mentions = [...caption.matchAll(MENTION)].length;
  const most = mostTags(rules);
  const same = caption.trim() === '' ? undefined : recent.find((other) => sameCaption(other.caption, caption));
  const found: [boolean, PostProblem][] = [
    [
      length > MOST_CAPTION,
      problem('caption_too_long', `It has ${length} characters with its hashtags, of ${MOST_CAPTION}.`),
    ],
    [hashtagCount > most, problem('too_many_hashtags', `It has ${hashtagCount} hashtags, of ${most}. Remove some.`)],
    [mentions > MOST_MENTIONS, problem('too_many_mentions', `It mentions ${mentions} accounts, of ${MOST_MENTIONS}.`)],
    [
      same !== undefined,
      problem('duplicate_caption', `The post ${same?.postId} has the same caption. Change it, or send force.`),
    ],
  ];
  const problems = found.flatMap(([is, one]) => (is ? one : []));
  return { problems, warnings: repetitions(caption, recent), length, hashtagCount };
}

const problem = (code: string, detail: string): PostProblem => ({ code, detail });

function repetitions(caption: string, recent: readonly RecentCaption[]): CaptionWarning[] {
  const [most] = recent
    .map(({ postId, caption: other }) => ({ postId, share: shareOf(caption, other) }))
    .sort((a, b) => b.share - a.share);
  if (!most || most.share < REPEATS) return [];
  const { postId, share } = { ...most, share: Math.round(most.share * 100) / 100 };
  return [{ code: 'repeats', detail: `It repeats ${Math.round(share * 100)} % of the post ${postId}.`, postId, share }];
}
