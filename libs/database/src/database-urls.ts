/**
 * The two users of a database: the owner of the schema, who migrates it, and the working role, which may only read and
 * change rows. Where an operator has made one user for both, the URLs are equal.
 */
export interface DatabaseUrls {
  /** postgres:// URL of the owner. */
  owner: string;
  /** postgres:// URL of the working role. */
  work: string;
}
