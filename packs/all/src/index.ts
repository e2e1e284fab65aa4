export { packs } from './packs.ts';
export { events, problems, references, settings, subscriptions } from './brought.ts';
