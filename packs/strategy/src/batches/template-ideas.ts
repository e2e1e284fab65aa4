import { createHash } from 'node:crypto';
import type { PillarBrief } from '@trellis/content-pillars';
import { firstCharacters } from '@trellis/kernel';
import { guidelinesOf } from './guidelines.ts';
import { LIMITS, type Idea } from '../suggestions/idea.ts';
import { overlapOf } from './trigrams.ts';

const SETTINGS = [
  ...['on a wooden table', 'on a stone windowsill', 'on a linen cloth', 'beside a plain white wall'],
  ...['on a dark slate surface', 'in a shallow ceramic bowl', 'on a weathered bench', 'near an open doorway'],
];
const LIGHTS = [
  ...['soft morning light', 'low evening sun', 'grey daylight after rain', 'light through a half-open blind'],
  ...['a single lamp at dusk', 'bright noon shade'],
];
const COMPOSITIONS = [
  ...['seen from above', 'close, with a shallow depth of field', 'centred, with much empty space'],
  ...['at the edge of the frame', 'as a diagonal of three', 'with a long shadow'],
];
const USUAL_TOPICS = ['everyday objects'];
const MARK = 'Template idea, made without AI.';
const MOST_OVERLAP = 0.6;
/** Words that name nothing. */
const NO_NOUNS = new Set(
  `about after also and are around because been before being between both each from have into like made make more most
  much only other over same some such than that their them then there these they this those through under very what when
  where which while with within without your posts pictures photos images content pillar`.split(/\s+/),
);

/** What ideas must differ from. */
export interface Known {
  titles: readonly string[];
  prompts: readonly string[];
}

/** Ideas out of four lists. The same library gives the same ideas. */
export function templateIdeas(pillar: PillarBrief, known: Known, count: number): Idea[] {
  const topics = topicsOf(pillar);
  const size = topics.length * SETTINGS.length * LIGHTS.length * COMPOSITIONS.length;
  const existing = known.titles.length;
  const ideas: Idea[] = [];
  for (let i = 0; ideas.length < count; i += 1) {
    const idea = ideaAt(topics, indexOf(`${pillar.id}|${existing}|${i}`) % size);
    const others = {
      titles: [...known.titles, ...ideas.map(titleOf)],
      prompts: [...known.prompts, ...ideas.map(promptOf)],
    };
    // A small list is used up some day: then ideas may resemble others, and their titles are numbered.
    if (i < size) ideas.push(...(isNew(idea, others) ? [idea] : []));
    else ideas.push({ ...idea, title: numbered(idea.title, others.titles) });
  }
  return ideas;
}

const titleOf = ({ title }: Idea) => title;
const promptOf = ({ prompt }: Idea) => prompt;
const key = (text: string) => text.trim().toLowerCase();

const isNew = ({ title, prompt }: Idea, { titles, prompts }: Known): boolean =>
  !titles.some((other) => key(other) === key(title)) &&
  prompts.every((other) => overlapOf(other, prompt) < MOST_OVERLAP);

function numbered(title: string, taken: readonly string[]): string {
  const used = new Set(taken.map(key));
  for (let n = 2; ; n += 1) {
    const ending = ` ${n}`;
    const candidate = firstCharacters(title, LIMITS.title - ending.length) + ending;
    if (!used.has(key(candidate))) return candidate;
  }
}

/** The first 32 bits of a hash. */
const indexOf = (text: string): number => createHash('sha256').update(text).digest().readUInt32BE(0);

function ideaAt(topics: readonly string[], index: number): Idea {
  let left = index;
  const take = (list: readonly string[]): string => {
    const at = left % list.length;
    left = (left - at) / list.length;
    return list[at] as string;
  };
  const [topic, setting, light, composition] = [take(topics), take(SETTINGS), take(LIGHTS), take(COMPOSITIONS)];
  return {
    title: firstCharacters(`${capital(topic)} ${setting}, ${light}`, LIMITS.title).trim(),
    description: `${MARK} ${capital(topic)} ${setting}, in ${light}, ${composition}.`,
    prompt: `${topic}, ${setting}, ${light}, ${composition}`,
  };
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** No template is about people: a model that draws them is asked for them in words of a person. */
const PEOPLE =
  /\b(people|persons?|wom[ae]n|m[ae]n|girls?|boys?|lad(y|ies)|guys?|child(ren)?|kids?|bab(y|ies)|teens?|models?|faces?|portraits?|selfies?|couples?|famil(y|ies)|friends?)\b/i;

/** Those of the guidelines, else the words of name and description, without what is to be avoided. */
function topicsOf({ name, description, guidelines }: PillarBrief): string[] {
  const { topics, avoidTopics } = guidelinesOf(guidelines);
  const words = `${name} ${description ?? ''}`.toLowerCase().match(/\p{L}{4,}/gu) ?? [];
  const given = topics.length > 0 ? topics : words.filter((word) => !NO_NOUNS.has(word));
  const avoided = avoidTopics.map(key);
  const kept = given
    .filter((topic) => !PEOPLE.test(topic) && !avoided.some((one) => key(topic).includes(one)))
    .map((topic) => firstCharacters(topic, 200));
  const once = [...new Map(kept.map((topic) => [key(topic), topic])).values()];
  return once.length > 0 ? once : USUAL_TOPICS;
}
