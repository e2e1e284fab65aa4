import type { PictureRule } from './picture-rule.ts';

/** What a plan is made for. */
export interface PictureOrder {
  /** Name or id. */
  persona: string;
  rules: readonly PictureRule[];
  /** Of pictures whose rule does not have it. */
  aiGenerated: boolean;
}

/** What a person should know of one file. */
export interface PictureNote {
  file: string;
  /** `similar`: it will be a photo, and looks like others. */
  outcome: 'refused' | 'exists' | 'passed_over' | 'similar';
  detail: string;
}
