/** What a key may do: an operator may also what a viewer may, an admin also what an operator may. */
export type Role = 'viewer' | 'operator' | 'admin';
