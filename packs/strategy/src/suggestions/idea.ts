import { plainToInstance } from 'class-transformer';
import { IsString, Length, validateSync } from 'class-validator';

export const LIMITS = { title: 80, description: 600, prompt: 2_000 } as const;

/** What a suggestion says. */
export interface Idea {
  title: string;
  description: string;
  prompt: string;
}

class IdeaOfModel implements Idea {
  @IsString() @Length(1, LIMITS.title) title!: string;
  @IsString() @Length(1, LIMITS.description) description!: string;
  @IsString() @Length(1, LIMITS.prompt) prompt!: string;
}

const text = (most: number) => ({ type: 'string', minLength: 1, maxLength: most });

/** The form of an answer with so many ideas. */
export const ideasSchema = (count: number): object => ({
  type: 'object',
  properties: {
    suggestions: {
      type: 'array',
      minItems: count,
      maxItems: count,
      items: {
        type: 'object',
        properties: { title: text(LIMITS.title), description: text(LIMITS.description), prompt: text(LIMITS.prompt) },
        required: ['title', 'description', 'prompt'],
        additionalProperties: false,
      },
    },
  },
  required: ['suggestions'],
  additionalProperties: false,
});

/** The ideas of an answer: as they were asked for, as a list, or as one object. Undefined when one has no use. */
export function readIdeas(json: unknown, count: number): Idea[] | undefined {
  const ideas = listIn(json).slice(0, count).map(ideaOf);
  return ideas.length === count && ideas.every((idea) => idea !== undefined) ? ideas : undefined;
}

function listIn(json: unknown): unknown[] {
  if (Array.isArray(json)) return json;
  if (typeof json !== 'object' || json === null || 'title' in json) return [json];
  // Models rename the list now and then.
  const lists = Object.values(json).filter((value) => Array.isArray(value));
  return lists.length === 1 ? (lists[0] as unknown[]) : [json];
}

/** Control characters that a database does not store, and space around a text. */
const UNWANTED = /[\u0000-\u0008\u000B\u000C\u000E-\u001F]/g;
const tidy = (value: unknown): unknown => (typeof value === 'string' ? value.replace(UNWANTED, '').trim() : value);

function ideaOf(json: unknown): Idea | undefined {
  const { title, description, prompt } = (json ?? {}) as Partial<Record<keyof Idea, unknown>>;
  const tidied = { title: tidy(title), description: tidy(description), prompt: tidy(prompt) };
  const idea = plainToInstance(IdeaOfModel, tidied);
  return validateSync(idea).length === 0 ? { ...idea } : undefined;
}

/** What the content policy checks of ideas. */
export const textsOfIdeas = (ideas: readonly Idea[]) =>
  ideas.flatMap((idea, n) =>
    (['title', 'description', 'prompt'] as const).map((field) => ({
      field: `suggestions.${n}.${field}`,
      text: idea[field],
    })),
  );
