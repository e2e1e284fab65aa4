/** Each role includes the ones before it: viewer, operator, admin. */
export type Role = 'viewer' | 'operator' | 'admin';
