import { createHash } from 'node:crypto';

/** A text is named when it was used this often. */
const USES = 5;

/** A session keeps at most this many prepared statements. */
const MOST_NAMES = 300;

/** Counts are forgotten when there are too many texts. */
const MOST_TEXTS = 5_000;

/** The statement is not known to this session, or another one has its name: behind a pooler, sessions change. */
const POOLED = new Set(['26000', '42P05']);

/** A table has changed since the statement was prepared. */
const OUTDATED = 'cached plan must not change result type';

/** Made of the text: behind a pooler, a session may have a statement that another process has named. */
const nameOf = (text: string, generation: number): string =>
  `t${generation}_${createHash('sha256').update(text).digest('hex').slice(0, 40)}`;

const isOutdated = (error: unknown) => (error as { message?: string }).message === OUTDATED;
const isPooled = (error: unknown) => POOLED.has((error as { code?: string }).code ?? '');

/** Whether a statement failed for its name, and would succeed without it. */
export const isNameRefused = (error: unknown): boolean => isOutdated(error) || isPooled(error);

/**
 * Names for statements that are used again and again. A session parses and plans a named statement once. Behind a pooler
 * that does not carry them along, the first failure ends all naming in this process.
 */
export class StatementNames {
  private readonly uses = new Map<string, number>();
  private readonly names = new Map<string, string>();
  private generation = 0;
  private pooled = false;

  /** Undefined for a text that is not used often, and when there are enough names. */
  of(text: string): string | undefined {
    if (this.pooled) return undefined;
    const name = this.names.get(text);
    if (name) return name;
    if (this.uses.size >= MOST_TEXTS) this.uses.clear();
    const uses = (this.uses.get(text) ?? 0) + 1;
    this.uses.set(text, uses);
    if (uses < USES || this.names.size >= MOST_NAMES) return undefined;
    this.uses.delete(text);
    this.names.set(text, nameOf(text, this.generation));
    return this.names.get(text);
  }

  /** Whether the failure is one of the name, and not of the statement. It is not used again then. */
  refused(error: unknown): boolean {
    if (isOutdated(error)) this.renew();
    else if (isPooled(error)) this.pooled = true;
    else return false;
    return true;
  }

  private renew(): void {
    this.generation += 1;
    this.names.clear();
  }
}
