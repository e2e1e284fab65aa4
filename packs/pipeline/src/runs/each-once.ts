import { DomainError } from '@trellis/kernel';

/** Why one of many was refused; both null for one that was done. */
export interface Outcome {
  status: 'done' | 'refused';
  code: string | null;
  detail: string | null;
}

/** Does it for each id once, in the order sent; a refused one does not stop the others. */
export async function eachOnce<T>(
  ids: readonly string[],
  work: (id: string) => Promise<T>,
): Promise<Map<string, Outcome & { made?: T }>> {
  const outcomes = new Map<string, Outcome & { made?: T }>();
  for (const id of ids) if (!outcomes.has(id)) outcomes.set(id, await outcomeOf(id, work));
  return outcomes;
}

async function outcomeOf<T>(id: string, work: (id: string) => Promise<T>): Promise<Outcome & { made?: T }> {
  try {
    return { made: await work(id), status: 'done', code: null, detail: null };
  } catch (error) {
    // What concerns every one of them ends the request.
    if (!(error instanceof DomainError) || ['unavailable', 'full'].includes(error.kind)) throw error;
    return { status: 'refused', code: error.code, detail: error.detail };
  }
}
