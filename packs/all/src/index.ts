export { packs } from './packs.ts';
export { events, problems, published, references, sealedColumns, settings, subscriptions } from './brought.ts';
