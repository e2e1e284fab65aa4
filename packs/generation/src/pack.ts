import type { PackManifest } from '@trellis/manifest';
import { GenerationDriver } from './driving/generation-driver.ts';
import { GenerationModule } from './generation.module.ts';
import { generationProblems } from './generation.problems.ts';
import { GenerationSettings } from './generation.settings.ts';

export const pack: PackManifest = {
  name: 'generation',
  module: GenerationModule,
  tables: [
    ...['comfy_servers', 'generation_library', 'step_server_refusals', 'run_generations'],
    ...['generation_jobs', 'generation_attempts', 'generation_outputs'],
  ],
  problems: generationProblems,
  settings: [GenerationSettings],
  sealed: [{ table: 'comfy_servers', column: 'token', row: 'id::text', where: 'token is not null' }],
  workers: [GenerationDriver],
  auditSubjects: ['server', 'job'],
};
