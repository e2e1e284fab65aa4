/** The scope in which a key is unique. */
export interface Scope {
  holderId: string;
  method: string;
  path: string;
  key: string;
}
