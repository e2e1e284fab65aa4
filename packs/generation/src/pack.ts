import type { PackManifest } from '@trellis/manifest';
import { jobsCommand } from './commands/jobs.command.ts';
import { serversCommand } from './commands/servers.command.ts';
import { GenerationDriver } from './driving/generation-driver.ts';
import { GenerationModule } from './generation.module.ts';
import { generationMetrics } from './generation.metrics.ts';
import { generationProblems } from './generation.problems.ts';
import { GenerationSettings } from './generation.settings.ts';
import { generationChecks } from './library-checks.ts';
import { serversExamination } from './server-checks/servers.examination.ts';

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
  checks: generationChecks,
  examinations: [serversExamination],
  metrics: generationMetrics,
  commands: [serversCommand, jobsCommand],
  auditSubjects: ['server', 'job'],
};
