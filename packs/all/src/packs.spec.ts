import { events, packs, problems, settings, subscriptions } from './index.ts';

const twice = (names: readonly string[]) => names.filter((name, i) => names.indexOf(name) !== i);

describe('the list of packs', () => {
  it('has each name, table, view, setting, metric, check and subscription once', () => {
    expect(twice(packs.map(({ name }) => name))).toEqual([]);
    expect(twice(packs.flatMap(({ tables }) => tables))).toEqual([]);
    expect(twice(packs.flatMap(({ views = {} }) => Object.keys(views)))).toEqual([]);
    expect(twice(settings.map(({ name }) => name))).toEqual([]);
    expect(twice(packs.flatMap(({ metrics = [] }) => metrics.map(({ name }) => name)))).toEqual([]);
    expect(twice(packs.flatMap(({ checks = [] }) => checks.map(({ code }) => code)))).toEqual([]);
    expect(twice(subscriptions.map(({ as }) => as))).toEqual([]);
  });

  it('calls a subscription after its pack, and gives every event a subscriber', () => {
    for (const { as } of subscriptions) expect(packs.map(({ name }) => name)).toContain(as.split('.')[0]);
    const heard = new Set(subscriptions.map(({ event }) => event.eventName));
    expect(events.filter(({ eventName }) => !heard.has(eventName))).toEqual([]);
  });

  it('means the same by a code, whichever pack uses it', () => {
    const titles = new Map<string, string>();
    for (const { code, title, kind } of problems) {
      expect(titles.get(code) ?? `${kind} ${title}`).toBe(`${kind} ${title}`);
      titles.set(code, `${kind} ${title}`);
    }
  });
});
