interface Outcome {
  violations: string[];
}

interface StorySystem {
  servers: readonly { failures: string[] }[];
  stop(options: { keep: boolean }): Promise<void>;
}

export const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** Plays a story, prints what came of it, and ends the process: with 1 for a violation. @param keep files and logs */
export async function runStory<T extends StorySystem>(
  system: T,
  { seed, keep }: { seed: number; keep: boolean },
  story: (system: T) => Promise<Outcome>,
): Promise<never> {
  // Ctrl-C ends everything that was started.
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.once(signal, () => void system.stop({ keep: true }).finally(() => process.exit(1)));
  try {
    const outcome = await story(system);
    outcome.violations.push(...system.servers.flatMap(({ failures }) => failures));
    process.stdout.write(`${JSON.stringify({ seed, ...outcome }, null, 2)}\n`);
    say(outcome.violations.length === 0 ? 'No violation.' : `${outcome.violations.length} violations.`);
    process.exitCode = outcome.violations.length === 0 ? 0 : 1;
  } catch (error) {
    say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exitCode = 1;
  } finally {
    await system.stop({ keep: keep || process.exitCode !== 0 });
  }
  process.exit();
}
