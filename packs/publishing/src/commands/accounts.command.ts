import { Command } from 'commander';
import type { PackCommand } from '@trellis/manifest';
import { CheckAccountService, type AccountCheck } from '../account-checks/check-account.service.ts';

/** Asks every provider whether it would publish. */
export const accountsCommand: PackCommand = (host) =>
  new Command('accounts').description('accounts that posts are published on').addCommand(
    new Command('check')
      .description('check every account: its pause, its token, and what its provider says')
      .option('--json', 'print the result as JSON')
      .addHelpText('after', '\nExample:\n  trellis accounts check')
      .action(({ json }: { json?: boolean }) =>
        host.withPacks((resolve) =>
          host.printItems(json, ACCOUNTS, async (print) => {
            let faults = 0;
            for await (const check of resolve(CheckAccountService).all()) {
              if (!check.ok) faults += 1;
              print(check);
            }
            if (faults > 0) host.failures();
            return { rest: { faults }, summary: `${faults} accounts need a person` };
          }),
        ),
      ),
  );

const ACCOUNTS = {
  name: 'accounts',
  lineOf: ({ accountId, name, ok, problems }: AccountCheck) =>
    `account ${accountId}  ${name}  ${ok ? 'ok' : problems.map(({ detail }) => detail).join(' ')}`,
};
