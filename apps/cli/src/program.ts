import completion from '@bomb.sh/tab/commander';
import { Command } from 'commander';
import { gcCommand } from './gc.command.ts';
import { backfillCommand } from './backfill/backfill.command.ts';
import { doctorCommand } from './doctor/doctor.command.ts';
import { importCommand } from './import/import.command.ts';
import { keysCommand } from './keys.command.ts';
import { linkCommand } from './link.command.ts';
import { migrateCommand } from './migrate.command.ts';
import { scoresCommand } from './scores.command.ts';

/** The trellis command. Every subcommand takes --help and --json; a shell completes them all. */
export function program(): Command {
  const trellis = new Command('trellis')
    .description('The content library between strategy and publishing for AI-made image accounts.')
    .addCommand(migrateCommand())
    .addCommand(keysCommand())
    .addCommand(linkCommand())
    .addCommand(backfillCommand())
    .addCommand(gcCommand())
    .addCommand(importCommand())
    .addCommand(doctorCommand())
    .addCommand(scoresCommand())
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 1 finished with failures or findings, 2 wrong usage or configuration.',
    );
  completion(trellis, { completionCommandName: 'completion' });
  forEachCommand(trellis, (command) => command.exitOverride().showHelpAfterError());
  return trellis;
}

function forEachCommand(command: Command, visit: (command: Command) => void): void {
  visit(command);
  for (const child of command.commands) forEachCommand(child, visit);
}
