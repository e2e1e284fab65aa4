import type { PackManifest } from '@trellis/manifest';
import { OverviewModule } from './overview.module.ts';

export const pack: PackManifest = {
  name: 'overview',
  module: OverviewModule,
  tables: [],
  problems: {},
};
