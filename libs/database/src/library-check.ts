/** An invariant of the library, as a query for its violations. */
export interface LibraryCheck {
  /** Stable; programs read it. */
  code: string;
  /** What a violation means, in one sentence. */
  meaning: string;
  /** What removes the violation: a command or an API call. */
  cure: string;
  /** Selects the `id` of each violation. */
  sql: string;
  /** Statements that fix one violation ($1) in one transaction, locks first. Only for fixes that lose nothing. */
  fix?: readonly string[];
}
