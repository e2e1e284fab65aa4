import { settingsOf, TrellisConfig } from '@trellis/config';
import { subscriptionsOf } from '@trellis/events';
import { events, packs, problems, settings, subscriptions } from './index.ts';

const twice = (names: readonly string[]) => names.filter((name, i) => names.indexOf(name) !== i);

describe('the list of packs', () => {
  it('has each name, table, view, setting, metric, check and subscription once', () => {
    expect(twice(packs.map(({ name }) => name))).toEqual([]);
    expect(twice(packs.flatMap(({ tables }) => tables))).toEqual([]);
    expect(twice(packs.flatMap(({ views = {} }) => Object.keys(views)))).toEqual([]);
    const variables = [TrellisConfig, ...settings].flatMap(settingsOf).map(({ variable }) => variable);
    expect(twice(variables)).toEqual([]);
    expect(twice(packs.flatMap(({ metrics = [] }) => metrics.map(({ name }) => name)))).toEqual([]);
    expect(twice(packs.flatMap(({ checks = [] }) => checks.map(({ code }) => code)))).toEqual([]);
    expect(twice(subscriptions.map(({ as }) => as))).toEqual([]);
  });

  it('names subscriptions after their packs, and has a subscriber for every event', () => {
    for (const { name, subscribers = [] } of packs)
      for (const { as } of subscribers.flatMap(subscriptionsOf)) expect(as.split('.')[0]).toBe(name);
    const heard = new Set(subscriptions.map(({ event }) => event.eventName));
    expect(events.filter(({ eventName }) => !heard.has(eventName))).toEqual([]);
  });

  it('has one meaning per code', () => {
    const titles = new Map<string, string>();
    for (const { code, title, kind } of problems) {
      expect(titles.get(code) ?? `${kind} ${title}`).toBe(`${kind} ${title}`);
      titles.set(code, `${kind} ${title}`);
    }
  });
});
