/** The paging parameters of a list. */
export interface PageRequest {
  /** 1..200; default 50. */
  limit?: number;
  /** `nextCursor` of the previous page. */
  cursor?: string;
  /** Whether the number of all rows is asked for. */
  total?: boolean;
}

/** Rows are counted up to here. */
export const MOST_COUNTED = 10_000;
export type Total = number | `${typeof MOST_COUNTED}+`;

export interface Page<T> {
  items: T[];
  /** Opaque; null on the last page. */
  nextCursor: string | null;
  /** All rows of the list; only when it was asked for. */
  total?: Total;
}

export const mapPage = <T, U>({ items, ...page }: Page<T>, map: (item: T) => U): Page<U> => ({
  ...page,
  items: items.map((item) => map(item)),
});
