export const tricks = [
  ...([
    'die',
    'silence',
    'drop_answer',
    'error_500_but_queue',
    'zombie',
    'deaf_socket',
    'fail_next',
    'oom_next',
  ] as const),
  ...(['refuse_next', 'truncate_view', 'missing_view', 'hold', 'release', 'reset'] as const),
];
export type Trick = (typeof tricks)[number];

/** What a server is to do wrong, and how often. */
export interface Order {
  do: Trick;
  times?: number;
  seconds?: number;
  path?: string;
}

/** What is wrong with an order; undefined when it can be followed. */
export function orderProblem(order: unknown): string | undefined {
  const { do: trick, times = 1, seconds = 0, path = '/' } = (order ?? {}) as Record<string, unknown>;
  if (!(tricks as readonly unknown[]).includes(trick)) return `do must be one of ${tricks.join(', ')}`;
  if (!Number.isInteger(times) || (times as number) < 1) return 'times must be a whole number from 1';
  if (typeof seconds !== 'number' || !(seconds >= 0)) return 'seconds must be a number from 0';
  return typeof path === 'string' && path.startsWith('/') ? undefined : 'path must begin with /';
}

/** `/api/queue` is `/queue`. */
export const withoutApi = (path: string): string => path.replace(/^\/api(?=\/)/, '');

/** Faults that wait for their moment. */
export class Script {
  private readonly left = new Map<Trick, number>();
  private dropped: { path: string; times: number } | undefined;
  silentUntil = 0;
  isHeld = false;
  isZombie = false;

  /** `die` and `release` need the server; it does them itself. */
  follow({ do: trick, times = 1, seconds = 5, path = '/prompt' }: Order): void {
    if (trick === 'silence') this.silentUntil = Date.now() + seconds * 1000;
    else if (trick === 'hold') this.isHeld = true;
    else if (trick === 'release') this.isHeld = false;
    else if (trick === 'zombie') this.isZombie = true;
    else if (trick === 'drop_answer') this.dropped = { path: withoutApi(path), times };
    else if (trick === 'reset') this.reset();
    else this.left.set(trick, times);
  }

  /** True as often as it was ordered. */
  takes(trick: Trick): boolean {
    const left = this.left.get(trick) ?? 0;
    if (left > 0) this.left.set(trick, left - 1);
    return left > 0;
  }

  /** Whether the answer to this path is lost. */
  dropsAnswer(path: string): boolean {
    if (!this.dropped || this.dropped.times < 1 || !path.startsWith(this.dropped.path)) return false;
    this.dropped.times -= 1;
    return true;
  }

  private reset(): void {
    this.left.clear();
    this.dropped = undefined;
    this.silentUntil = 0;
    this.isHeld = false;
    this.isZombie = false;
  }
}
