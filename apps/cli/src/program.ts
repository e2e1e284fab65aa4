import completion from '@bomb.sh/tab/commander';
import { Command } from 'commander';
import { packs } from '@trellis/all';
import { doctorCommand } from './doctor/doctor.command.ts';
import { keysCommand } from './keys.command.ts';
import { host } from './host.ts';
import { secretsCommand } from './secrets.command.ts';
import { migrateCommand } from './migrate.command.ts';

/** The trellis command. Every subcommand has --help and --json; shells complete all of them. */
export function program(): Command {
  const trellis = new Command('trellis')
    .description('The content library between strategy and publishing for AI-made image accounts.')
    .addCommand(migrateCommand())
    .addCommand(keysCommand())
    .addCommand(secretsCommand())
    .addCommand(doctorCommand())
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 1 finished with failures or findings, 2 wrong usage or configuration.',
    );
  for (const command of packs.flatMap(({ commands = [] }) => commands)) trellis.addCommand(command(host));
  completion(trellis, { completionCommandName: 'completion' });
  forEachCommand(trellis, (command) => command.exitOverride().showHelpAfterError());
  return trellis;
}

function forEachCommand(command: Command, visit: (command: Command) => void): void {
  visit(command);
  for (const child of command.commands) forEachCommand(child, visit);
}
