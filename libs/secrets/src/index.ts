export { SecretsModule } from './secrets.module.ts';
export { Secrets } from './secrets.ts';
export { SecretsSettings } from './secrets.settings.ts';
export { secretsProblems, secretsKeyMissing, SecretUnreadableError } from './secrets.problems.ts';
export { KeyFileError } from './key-file.ts';
export type { Place } from './envelope.ts';
export { rotate, unreadable, type Rotation, type SealedColumn } from './sealed-column.ts';
