/** What is selected in a grid, and from where a range is extended. */
export interface Selection {
  readonly ids: ReadonlySet<string>;
  readonly anchor?: string;
}

export const nothing: Selection = { ids: new Set() };

/** Selects one, or not. A range goes on from it. */
export function toggled({ ids }: Selection, id: string): Selection {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return { ids: next, anchor: id };
}

/** Adds everything between the anchor and `to`, in the shown order. Without an anchor it begins at `from`. */
export function extended(selection: Selection, order: readonly string[], from: string, to: string): Selection {
  const anchor = selection.anchor ?? from;
  const [start, end] = [order.indexOf(anchor), order.indexOf(to)].sort((a, b) => a - b);
  const range = order.slice(Math.max(start ?? 0, 0), (end ?? 0) + 1);
  return { ids: new Set([...selection.ids, ...range]), anchor };
}

export const everything = (order: readonly string[]): Selection => ({ ids: new Set(order) });
