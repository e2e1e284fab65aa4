import type { ReactNode } from 'react';
import { Button, Group, Text } from '@mantine/core';
import type { Picks } from './use-picks.ts';

/** What can be done to the selected ones. */
export function SelectionBar({ picks, children }: { picks: Picks; children: ReactNode }) {
  if (picks.ids.size === 0) return null;
  return (
    <Group role="toolbar" aria-label="Selection" gap="xs" className="selection">
      {children}
      <Button size="xs" variant="default" onClick={picks.clear}>
        Clear
      </Button>
      <Text size="sm">{picks.ids.size} selected</Text>
    </Group>
  );
}
