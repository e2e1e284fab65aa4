import { useState } from 'react';
import { Button, Checkbox, Code, Group, Modal, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { api, ok } from '../../api/client.ts';
import { messageOf } from '../../api/problem-error.ts';

/** A secret address for calendar programs. It is shown once. */
export function FeedDialog({ personaId, onClose }: { personaId: string; onClose: () => void }) {
  const [captions, setCaptions] = useState(false);
  const create = useMutation({
    mutationFn: () => ok(api.POST('/api/v1/calendar-feeds', { body: { personaId, captions } })),
  });
  return (
    <Modal opened onClose={onClose} title="Calendar feed">
      <Stack>
        {create.data ? (
          <>
            <Text>
              Add this address to a calendar program. It is shown once. It opens the calendar to everyone who has it,
              and it ends with your key.
            </Text>
            <Code block>{create.data.url}</Code>
          </>
        ) : (
          <Checkbox
            label="With captions"
            description="Otherwise the entries have their times only"
            checked={captions}
            onChange={({ currentTarget }) => setCaptions(currentTarget.checked)}
          />
        )}
        {create.error && (
          <Text role="alert" c="var(--mantine-color-error)">
            {messageOf(create.error)}
          </Text>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Close dialog
          </Button>
          {!create.data && (
            <Button loading={create.isPending} onClick={() => create.mutate()}>
              Create feed
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}
