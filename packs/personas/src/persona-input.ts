import type { CaptionConfig, HashtagStrategy } from './persona.entity.ts';

export interface NewPersona {
  name: string;
  captionConfig?: CaptionConfig | null;
  hashtagStrategy?: HashtagStrategy | null;
}

/** Fields that are absent stay as they are. */
export type PersonaChanges = Partial<NewPersona>;
