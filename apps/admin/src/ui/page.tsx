import type { ReactNode } from 'react';
import { Alert, Group, Stack, Text, Title } from '@mantine/core';
import { messageOf } from '../api/problem-error.ts';
import { useTitle } from '../base/use-title.ts';
import { Waiting } from '../base/waiting.tsx';

interface Props {
  title: string;
  /** In the window's title, when it differs from the heading. */
  screen?: string;
  aside?: ReactNode;
  /** What it belongs to, above the heading. */
  above?: ReactNode;
  children: ReactNode;
}

/** The one heading of a screen, with its buttons. */
export function Page({ title, screen = title, aside, above, children }: Props) {
  useTitle(screen);
  return (
    <Stack gap="lg">
      <div>
        {above}
        <Group justify="space-between" align="center" gap="md">
          <Title order={1} size="h2">
            <bdi>{title}</bdi>
          </Title>
          <Group gap="sm">{aside}</Group>
        </Group>
      </div>
      {children}
    </Stack>
  );
}

/** What is shown while something is read, and when it cannot be read. */
export function Pending({ error, what }: { error: unknown; what: string }) {
  if (!error) return <Waiting />;
  return (
    <Alert role="alert" color="red" variant="light" title={`${what} could not be read`}>
      {messageOf(error)}
    </Alert>
  );
}

/** A list without items says what would fill it, and has the button. */
export function Empty({ children, button }: { children: ReactNode; button?: ReactNode }) {
  return (
    <Stack align="center" py="xl" gap="sm">
      <Text c="dimmed" ta="center" maw={480}>
        {children}
      </Text>
      {button}
    </Stack>
  );
}
