import type { PackManifest } from '@trellis/manifest';
import { GenerationModule } from './generation.module.ts';
import { generationProblems } from './generation.problems.ts';

export const pack: PackManifest = {
  name: 'generation',
  module: GenerationModule,
  tables: [],
  problems: generationProblems,
};
