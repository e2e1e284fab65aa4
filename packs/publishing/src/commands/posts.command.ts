import { isUUID } from 'class-validator';
import { Command, Option } from 'commander';
import { UsageError, type PackCommand } from '@trellis/manifest';
import { MovePostService } from '../posts/move-post.service.ts';
import { PostsService } from '../posts/posts.service.ts';

interface Options {
  outcome: 'published' | 'failed';
  permalink?: string;
  json?: boolean;
}

/** States what became of a post whose outcome is unknown. */
export const postsCommand: PackCommand = (host) =>
  new Command('posts').description('posts of accounts').addCommand(
    new Command('resolve')
      .description('state what became of a post whose outcome is unknown, after a look at the account')
      .argument('<id>', 'the post')
      .addOption(
        new Option('--outcome <outcome>', 'what became of it').choices(['published', 'failed']).makeOptionMandatory(),
      )
      .option('--permalink <url>', 'where it is published')
      .option('--json', 'print the result as JSON')
      .addHelpText(
        'after',
        '\nExamples:\n  trellis posts resolve 01890a5d-… --outcome failed\n  trellis posts resolve 01890a5d-… --outcome published --permalink https://…',
      )
      .action((id: string, { outcome, permalink, json }: Options) => {
        if (!isUUID(id)) throw new UsageError('<id> must be the id of a post.');
        return host.withPacks(async (resolve) => {
          await resolve(MovePostService).resolve(id.toLowerCase(), outcome, permalink);
          const post = await resolve(PostsService).get(id.toLowerCase());
          host.printResult(json, post, [`post ${post.id} is ${post.state}`]);
        });
      }),
  );
