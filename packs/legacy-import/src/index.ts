export { pack } from './pack.ts';
export { LegacyImportModule } from './legacy-import.module.ts';
