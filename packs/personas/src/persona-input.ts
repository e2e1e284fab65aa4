import type { PageRequest } from '@trellis/database';
import type { CaptionConfig, HashtagStrategy } from './persona.entity.ts';

export interface NewPersona {
  name: string;
  captionConfig?: CaptionConfig | null;
  hashtagStrategy?: HashtagStrategy | null;
  /** IANA. */
  timeZone?: string;
  depicts?: 'none' | 'person';
  /** Years, 18 or more where a person is depicted. */
  declaredAge?: number | null;
  postsPerWeek?: number | null;
  bannedWords?: string[];
  realNames?: string[];
}

export interface PersonaFilter extends PageRequest {
  /** Contained in the name, in any case and accent. */
  q?: string;
}

/** Absent fields do not change. */
export type PersonaChanges = Partial<NewPersona>;
