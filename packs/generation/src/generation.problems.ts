import { defineProblems } from '@trellis/kernel';

/** The problems of this pack: code, kind and title. */
export const generationProblems = defineProblems({});
