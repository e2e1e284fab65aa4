import { CommanderError, type Command } from 'commander';
import { InvalidConfigurationError } from '@trellis/config';
import { DATABASE_AWAY, RIGHT_MISSING, isDatabaseAway, isRightMissing } from '@trellis/database';
import { DomainError } from '@trellis/kernel';
import { UsageError } from '@trellis/manifest';
import { RightsError, RoleMissingError, UnknownMigrationError } from '@trellis/migrations';
import { EmbeddedPostgresError } from '@trellis/embedded-postgres';
import { KeyFileError } from '@trellis/secrets';
import { DONE, FINDINGS, WRONG_USAGE } from './exit-codes.ts';

/** 2 for an error that the caller has to fix, 1 for work that failed. */
function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? DONE : WRONG_USAGE;
  const usage = [
    UsageError,
    InvalidConfigurationError,
    EmbeddedPostgresError,
    UnknownMigrationError,
    RoleMissingError,
    RightsError,
    KeyFileError,
  ];
  if (usage.some((type) => error instanceof type)) return WRONG_USAGE;
  return isDatabaseAway(error) ? WRONG_USAGE : FINDINGS;
}

function explanationOf(error: unknown): string | undefined {
  if (error instanceof CommanderError) return undefined;
  if (error instanceof DomainError) return error.detail;
  if (isDatabaseAway(error)) return DATABASE_AWAY;
  if (isRightMissing(error)) return `${(error as Error).message}. ${RIGHT_MISSING}`;
  return (error as Error).message;
}

/** Results on stdout, everything else on stderr. Exit codes: 0 done, 1 failures, 2 wrong usage. */
export async function runProgram(program: Command, argv: readonly string[]): Promise<void> {
  try {
    await program.parseAsync(argv);
  } catch (error) {
    const explanation = explanationOf(error);
    if (explanation) process.stderr.write(`${explanation}\n`);
    process.exitCode = exitCodeOf(error);
  }
}
