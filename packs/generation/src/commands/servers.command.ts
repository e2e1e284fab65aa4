import { Command } from 'commander';
import type { PackCommand } from '@trellis/manifest';
import { CheckServerService, type ServerCheck } from '../server-checks/check-server.service.ts';

/** Asks every server for a picture. */
export const serversCommand: PackCommand = (host) =>
  new Command('servers').description('ComfyUI servers that pictures are made on').addCommand(
    new Command('check')
      .description('check every server: its version, the nodes that pipelines use, and a small picture')
      .option('--json', 'print the result as JSON')
      .addHelpText('after', '\nExample:\n  trellis servers check')
      .action(({ json }: { json?: boolean }) =>
        host.withPacks((resolve) =>
          host.printItems(json, SERVERS, async (print) => {
            let faults = 0;
            for await (const check of resolve(CheckServerService).all()) {
              if (!check.ok) faults += 1;
              print(check);
            }
            if (faults > 0) host.failures();
            return { rest: { faults }, summary: `${faults} servers need a person` };
          }),
        ),
      ),
  );

const SERVERS = {
  name: 'servers',
  lineOf: ({ serverId, name, version, ok, problems }: ServerCheck) =>
    `server ${serverId}  ${name}  ${version ?? 'no version'}  ${ok ? 'ok' : problems.map(({ detail }) => detail).join(' ')}`,
};
