export const places = ['media', 'media_publish', 'status', 'content_publishing_limit'] as const;
export type Place = (typeof places)[number];

export const graphTricks = [
  ...(['drop_answer_after', 'execute_later', 'lie_2207051', 'error_500', 'html', 'slow', 'auth_463'] as const),
  ...(['rate_4', 'quota_used', 'error_container', 'reset'] as const),
];
export type GraphTrick = (typeof graphTricks)[number];

export interface GraphOrder {
  on: Place;
  do: GraphTrick;
  times?: number;
  seconds?: number;
}

/** What is wrong with an order; undefined when it can be followed. */
export function graphOrderProblem(order: unknown): string | undefined {
  const { on, do: trick, times = 1, seconds = 0 } = (order ?? {}) as Record<string, unknown>;
  if (!(graphTricks as readonly unknown[]).includes(trick)) return `do must be one of ${graphTricks.join(', ')}`;
  if (trick !== 'reset' && !(places as readonly unknown[]).includes(on))
    return `on must be one of ${places.join(', ')}`;
  if (!Number.isInteger(times) || (times as number) < 1) return 'times must be a whole number from 1';
  return typeof seconds === 'number' && seconds >= 0 ? undefined : 'seconds must be a number from 0';
}

interface Waiting {
  on: Place;
  trick: GraphTrick;
  times: number;
  seconds: number;
}

const SECONDS = 5;

/** Faults that wait for their request, in the order in which they were given. */
export class GraphScript {
  private waiting: Waiting[] = [];

  follow({ on, do: trick, times = 1, seconds = SECONDS }: GraphOrder): void {
    if (trick === 'reset') this.waiting = [];
    else this.waiting.push({ on, trick, times, seconds });
  }

  /** The fault of the next request to this place. */
  next(place: Place | undefined): { trick: GraphTrick; seconds: number } | undefined {
    const found = this.waiting.find(({ on }) => on === place);
    if (!found) return undefined;
    found.times -= 1;
    if (found.times === 0) this.waiting = this.waiting.filter((one) => one !== found);
    return { trick: found.trick, seconds: found.seconds };
  }
}
