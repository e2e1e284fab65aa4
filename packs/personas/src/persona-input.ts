import type { CaptionConfig, HashtagStrategy } from './persona.entity.ts';

export interface NewPersona {
  name: string;
  captionConfig?: CaptionConfig | null;
  hashtagStrategy?: HashtagStrategy | null;
}

/** Absent fields do not change. */
export type PersonaChanges = Partial<NewPersona>;
