import type { Command } from 'commander';
import { program } from './program.ts';

const leaves = (command: Command): Command[] =>
  command.commands.length === 0 ? [command] : command.commands.flatMap(leaves);

describe('every command of trellis', () => {
  const own = leaves(program()).filter((command) => !['help', 'completion', 'complete'].includes(command.name()));

  it.each(own.map((command) => [command.name(), command] as const))(
    '%s has --json and an example',
    (_name, command) => {
      let help = '';
      command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
      expect(help).toContain('--json');
      expect(help).toMatch(/Examples?:\n {2}trellis /);
    },
  );

  it('is one of twenty-three', () => expect(own).toHaveLength(23));
});
