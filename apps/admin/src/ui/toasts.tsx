import { useSyncExternalStore } from 'react';
import { Button, Group, Paper, Stack, Text } from '@mantine/core';
import type { Act } from '../api/acts.ts';
import { messageOf } from '../api/problem-error.ts';
import { keepUndo, latestUndo, undo as undoAct } from './undo.ts';

interface Toast {
  id: number;
  text: string;
  color?: 'red';
  undo?: Act;
}

const SHOWN_MS = 8_000;
const RECENT_MS = 60_000;
let toasts: readonly Toast[] = [];
let serial = 0;
const listeners = new Set<() => void>();

function set(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

const drop = (id: number): void => set(toasts.filter((one) => one.id !== id));

function show(toast: Omit<Toast, 'id'>): void {
  serial += 1;
  const id = serial;
  set([...toasts.slice(-2), { id, ...toast }]);
  setTimeout(() => drop(id), SHOWN_MS);
}

/** Says what was done, with the way back. The latest three are shown. */
export function toast(text: string, { undo, color }: Pick<Toast, 'undo' | 'color'> = {}): void {
  if (undo) keepUndo(text, undo);
  show({ text, undo, color });
}

/** Says why something was refused. */
export const toastError = (error: unknown): void => toast(messageOf(error), { color: 'red' });

function goBack(act: Act): void {
  set(toasts.filter(({ undo }) => undo !== act && JSON.stringify(undo) !== JSON.stringify(act)));
  void undoAct(act).then(() => show({ text: 'Undone' }), toastError);
}

/** Undoes the last act of this screen, also when its toast is gone or the page was loaded again. */
export function undoLatest(): void {
  const latest = latestUndo();
  if (latest) goBack(latest.act);
  else show({ text: 'Nothing of this screen can be undone' });
}

export function Toasts() {
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
  return (
    <Stack className="toasts" gap="xs">
      {shown.map(({ id, text, undo, color }) => (
        <Paper key={id} role="status" withBorder shadow="md" p="sm" bd={color && '1px solid red.6'}>
          <Group justify="space-between" wrap="nowrap">
            <Text size="sm">
              <bdi>{text}</bdi>
            </Text>
            {undo && (
              <Button size="xs" variant="subtle" onClick={() => goBack(undo)}>
                Undo
              </Button>
            )}
          </Group>
        </Paper>
      ))}
    </Stack>
  );
}

// The page was loaded again just after an act: the way back is still shown.
const before = latestUndo();
if (before && Date.now() - before.at < RECENT_MS) show({ text: before.text, undo: before.act });
