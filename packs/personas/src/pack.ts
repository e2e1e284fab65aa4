import type { PackManifest } from '@trellis/manifest';
import { personaProblems } from './persona.problems.ts';
import { PersonasModule } from './personas.module.ts';

export const pack: PackManifest = {
  name: 'personas',
  module: PersonasModule,
  tables: ['personas'],
  views: { pub_personas_personas: ['id', 'name', 'time_zone', 'created_at', 'posts_per_week'] },
  problems: personaProblems,
  auditSubjects: ['persona'],
};
