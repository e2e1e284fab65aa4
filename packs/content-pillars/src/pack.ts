import type { PackManifest } from '@trellis/manifest';
import { pillarProblems } from './content-pillar.problems.ts';
import { ContentPillarsModule } from './content-pillars.module.ts';
import { pillarChecks } from './library-checks.ts';

export const pack: PackManifest = {
  name: 'content-pillars',
  module: ContentPillarsModule,
  tables: ['content_pillars'],
  views: {
    pub_content_pillars_pillars: [
      ...['id', 'persona_id', 'name', 'weight', 'priority', 'target_posts_per_week', 'is_current'],
      ...['active', 'start_date', 'end_date'],
    ],
  },
  problems: pillarProblems,
  auditSubjects: ['pillar'],
  checks: pillarChecks,
  references: { fk_content_pillars_persona: 'content pillars' },
};
