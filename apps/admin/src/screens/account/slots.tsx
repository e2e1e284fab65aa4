import { useState } from 'react';
import { Button, Group, NativeSelect, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { AccountResponse, SlotDto } from '@trellis/api-client';
import { api, ok } from '../../api/client.ts';
import { queryClient } from '../../api/query-client.ts';
import { reads } from '../../api/reads.ts';
import { Pending } from '../../ui/page.tsx';
import { toast, toastError } from '../../ui/toasts.tsx';
import { ChangeButton } from '../../ui/when-allowed.tsx';

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** The day after, at the same time. */
const slotAfter = (last: SlotDto = { weekday: 7, localTime: '18:00' }): SlotDto => ({
  weekday: (last.weekday % 7) + 1,
  localTime: last.localTime,
  pillarId: null,
});

/** The times of the week at which the account posts. Saved together. */
export function Slots({ account }: { account: AccountResponse }) {
  const { data, error } = useQuery(reads.slots(account.id));
  const { data: pillars } = useQuery(reads.pillars(account.personaId));
  const [changed, setChanged] = useState<SlotDto[]>();
  const save = useMutation({
    mutationFn: (slots: SlotDto[]) =>
      ok(api.PUT('/api/v1/accounts/{id}/slots', { params: { path: { id: account.id } }, body: { slots } })),
    onSuccess: async () => {
      await queryClient.invalidateQueries();
      setChanged(undefined);
      toast('The slots are saved');
    },
    onError: toastError,
  });
  if (!data) return <Pending error={error} what="The slots" />;
  const slots: SlotDto[] =
    changed ?? data.slots.map(({ weekday, localTime, pillarId }) => ({ weekday, localTime, pillarId }));
  const change = (at: number, next: Partial<SlotDto>) =>
    setChanged(slots.map((slot, n) => (n === at ? { ...slot, ...next } : slot)));
  return (
    <Stack>
      <Title order={2} size="h4">
        Slots
      </Title>
      {slots.length === 0 && <Text c="dimmed">The account has no slots, so there is nothing to plan into.</Text>}
      {slots.map(({ weekday, localTime, pillarId }, n) => (
        <Group key={n} align="flex-end" role="group" aria-label={`Slot ${n + 1}`}>
          <NativeSelect
            label="Weekday"
            value={weekday}
            data={weekdays.map((label, day) => ({ value: String(day + 1), label }))}
            onChange={({ currentTarget }) => change(n, { weekday: Number(currentTarget.value) })}
          />
          <TextInput
            label="Time"
            type="time"
            value={localTime}
            onChange={({ currentTarget }) => change(n, { localTime: currentTarget.value })}
          />
          <NativeSelect
            label="Pillar"
            value={pillarId ?? ''}
            data={[
              { value: '', label: 'The one that lacks the most' },
              ...(pillars?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
            ]}
            onChange={({ currentTarget }) => change(n, { pillarId: currentTarget.value || null })}
          />
          <Button
            variant="default"
            onClick={() => setChanged(slots.toSpliced(n, 1))}
            aria-label={`Remove slot ${n + 1}`}
          >
            Remove
          </Button>
        </Group>
      ))}
      <Group>
        <Button variant="default" onClick={() => setChanged([...slots, slotAfter(slots.at(-1))])}>
          Add slot
        </Button>
        <ChangeButton disabled={!changed} loading={save.isPending} onClick={() => changed && save.mutate(changed)}>
          Save slots
        </ChangeButton>
      </Group>
    </Stack>
  );
}
