import completion from '@bomb.sh/tab/commander';
import { Command } from 'commander';
import { packs } from '@trellis/all';
import { doctorCommand } from './doctor/doctor.command.ts';
import { keysCommand } from './keys.command.ts';
import { host } from './host.ts';
import { loginLinkCommand } from './login-link.command.ts';
import { secretsCommand } from './secrets.command.ts';
import { migrateCommand } from './migrate.command.ts';

/** The trellis command. Every subcommand has --help and --json; shells complete all of them. */
export function program(): Command {
  const trellis = new Command('trellis')
    .description('The content library between strategy and publishing for AI-made image accounts.')
    .addCommand(migrateCommand())
    .addCommand(keysCommand())
    .addCommand(loginLinkCommand())
    .addCommand(secretsCommand())
    .addCommand(doctorCommand())
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 1 finished with failures or findings, 2 wrong usage or configuration.',
    );
  for (const command of packs.flatMap(({ commands = [] }) => commands)) add(trellis, command(host));
  completion(trellis, { completionCommandName: 'completion' });
  // A command with subcommands leaves the options behind their names to them.
  forEachCommand(trellis, (command) => command.enablePositionalOptions().exitOverride().showHelpAfterError());
  return trellis;
}

/** Packs may share a command, such as `import`, and have subcommands of their own there. */
function add(trellis: Command, command: Command): void {
  const shared = trellis.commands.find((one) => one.name() === command.name());
  if (shared) for (const child of command.commands) shared.addCommand(child);
  else trellis.addCommand(command);
}

function forEachCommand(command: Command, visit: (command: Command) => void): void {
  visit(command);
  for (const child of command.commands) forEachCommand(child, visit);
}
