export { PgCtl } from './pg-ctl.ts';
export { postgresAccount } from './postgres-account.ts';
export { postgresPlaces } from './postgres-places.ts';
