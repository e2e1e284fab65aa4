import { settings } from '@trellis/all';
import { InvalidConfigurationError, loadConfig } from '@trellis/config';
import { DATABASE_AWAY, isDatabaseAway } from '@trellis/database';
import { EmbeddedPostgresError } from '@trellis/embedded-postgres';
import { fullDetail, fullDisk } from '@trellis/kernel';
import { KeyFileError } from '@trellis/secrets';
import { errorForLog } from './logging.ts';
import { serve } from './serve.ts';
import { StartRefusedError } from './start-refused.error.ts';

// Files of this process are for its user alone. Files for others get their mode where they are made.
process.umask(0o077);

const CANNOT_START = 2;
const TRY_AGAIN = 1;

function explain(error: unknown): string | undefined {
  if (error instanceof InvalidConfigurationError) return `The configuration is not valid:\n${error.message}`;
  if (error instanceof StartRefusedError || error instanceof EmbeddedPostgresError || error instanceof KeyFileError)
    return error.message;
  const { code, port } = error as { code?: string; port?: number };
  if (fullDisk(error)) return fullDetail('The disk of the data directory', fullDisk(error) as string);
  if (code === 'EADDRINUSE') return `Port ${port} is in use. Stop what uses it, or set PORT.`;
  return undefined;
}

try {
  await serve(loadConfig(undefined, settings));
} catch (error) {
  const explanation = explain(error);
  const away = isDatabaseAway(error) && DATABASE_AWAY;
  const unforeseen = `Trellis could not start: ${JSON.stringify(errorForLog(error))}`;
  process.stderr.write(`${explanation || away || unforeseen}\n`);
  process.exit(explanation ? CANNOT_START : TRY_AGAIN);
}
