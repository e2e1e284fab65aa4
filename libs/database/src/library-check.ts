/** A rule that holds in every library, as the question that finds what breaks it. */
export interface LibraryCheck {
  /** Stable, for programs. */
  code: string;
  /** One sentence for people. */
  meaning: string;
  /** The command, or what else mends it. */
  cure: string;
  /** Answers the `id` of each thing that breaks the rule. */
  sql: string;
  /** Mends one of them ($1), in one transaction, the locks first; only where nothing can be lost by it. */
  fix?: readonly string[];
}
