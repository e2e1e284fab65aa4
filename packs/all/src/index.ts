export { packs } from './packs.ts';
export { events, problems, published, references, settings, subscriptions } from './brought.ts';
