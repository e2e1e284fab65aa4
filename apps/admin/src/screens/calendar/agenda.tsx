import { Stack, Text, Title } from '@mantine/core';
import type { Shown } from './days.tsx';
import { dayName } from './dates.ts';
import { PostButton } from './post-button.tsx';
import { dateOf } from './post-name.ts';

/** The days that have something, one below the other. */
export function Agenda({ posts, openSlots, days, today, month: _month, ...of }: Shown) {
  const filled = days.filter(
    (day) => posts.some((post) => dateOf(post) === day) || openSlots.some(({ local }) => local.startsWith(day)),
  );
  return (
    <Stack aria-label="Agenda" role="list">
      {filled.map((day) => (
        <Stack key={day} gap={4} role="listitem">
          <Title order={2} size="h5" aria-current={day === today ? 'date' : undefined}>
            {dayName(day)}
          </Title>
          {posts
            .filter((post) => dateOf(post) === day)
            .map((post) => (
              <PostButton key={post.id} post={post} {...of} />
            ))}
          {openSlots
            .filter(({ local }) => local.startsWith(day))
            .map(({ slotId, local, accountId }) => (
              <Text key={`${slotId} ${accountId}`} size="sm" c="dimmed">
                {local.slice(11, 16)} open
              </Text>
            ))}
        </Stack>
      ))}
    </Stack>
  );
}
