import { useSyncExternalStore } from 'react';
import { Button, Group, Paper, Stack, Text } from '@mantine/core';

interface Toast {
  id: number;
  text: string;
  color?: 'red';
  undo?: () => void;
}

const SHOWN_MS = 8_000;
let toasts: readonly Toast[] = [];
let serial = 0;
const listeners = new Set<() => void>();

function set(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

const drop = (id: number): void => set(toasts.filter((one) => one.id !== id));

/** Says what was done, with the way back. The latest three are shown. */
export function toast(text: string, { undo, color }: Pick<Toast, 'undo' | 'color'> = {}): void {
  serial += 1;
  const id = serial;
  set([...toasts.slice(-2), { id, text, undo, color }]);
  setTimeout(() => drop(id), SHOWN_MS);
}

/** Undoes what the latest toast says. Returns false when there is nothing to undo. */
export function undoLatest(): boolean {
  const latest = toasts.findLast(({ undo }) => undo);
  if (!latest) return false;
  drop(latest.id);
  latest.undo?.();
  return true;
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
        <Paper
          key={id}
          role="status"
          withBorder
          shadow="md"
          p="sm"
          bd={color === 'red' ? '1px solid red.6' : undefined}
        >
          <Group justify="space-between" wrap="nowrap">
            <Text size="sm">
              <bdi>{text}</bdi>
            </Text>
            {undo && (
              <Button
                size="xs"
                variant="subtle"
                onClick={() => {
                  drop(id);
                  undo();
                }}
              >
                Undo
              </Button>
            )}
          </Group>
        </Paper>
      ))}
    </Stack>
  );
}
