/** What a caller asks of a list. */
export interface PageRequest {
  /** 1..200, 50 without it. */
  limit?: number;
  /** `nextCursor` of the page before. */
  cursor?: string;
}

export interface Page<T> {
  items: T[];
  /** Opaque; null on the last page. */
  nextCursor: string | null;
}
