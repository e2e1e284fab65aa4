import type { PackManifest } from '@trellis/manifest';
import { importCommand } from './import.command.ts';
import { LegacyImportModule } from './legacy-import.module.ts';

export const pack: PackManifest = {
  name: 'legacy-import',
  module: LegacyImportModule,
  tables: [],
  auditSubjects: ['import'],
  commands: [importCommand],
};
