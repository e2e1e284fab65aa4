import { useState } from 'react';
import { NumberInput, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { PillarResponse } from '@trellis/api-client';
import { api, ok } from '../../api/client.ts';
import { messageOf } from '../../api/problem-error.ts';
import { queryClient } from '../../api/query-client.ts';
import { useWhyNot } from '../../session/session.tsx';
import { Conflict, staleOf } from '../../ui/conflict.tsx';
import { toast } from '../../ui/toasts.tsx';

interface Typed {
  weight: number | string;
  /** The state it was typed over. */
  seen: string;
}

interface Save {
  weight: number;
  seen: string;
  /** What undo restores. */
  before: number;
}

/** The weight of a pillar, saved when the field is left. A conflict shows both values, and the person chooses. */
export function PillarWeight({ pillar }: { pillar: PillarResponse }) {
  const [typed, setTyped] = useState<Typed>();
  const whyNot = useWhyNot();
  const save = useMutation({
    mutationFn: ({ weight, seen }: Save) =>
      ok(
        api.PATCH('/api/v1/pillars/{id}', {
          params: { path: { id: pillar.id }, header: { 'If-Match': seen } },
          body: { weight },
        }),
      ),
    onSuccess: async (saved, { weight, before }) => {
      toast(`${pillar.name}: ${weight} %`, {
        undo: { do: 'weight', pillarId: pillar.id, weight: before, seen: saved.updatedAt },
      });
      await queryClient.invalidateQueries();
      setTyped(undefined);
    },
  });
  const leave = () => {
    if (!typed || save.isPending) return;
    if (typed.weight === '' || Number(typed.weight) === pillar.weight) setTyped(undefined);
    else save.mutate({ weight: Number(typed.weight), seen: typed.seen, before: pillar.weight });
  };
  const stale = staleOf(save.error);
  const theirs = Number(stale?.current?.['weight']);
  const shown = typed?.weight ?? pillar.weight;
  return (
    <Stack gap={4}>
      <NumberInput
        aria-label="Weight"
        title={whyNot}
        disabled={whyNot !== undefined}
        suffix=" %"
        min={0}
        max={100}
        decimalScale={2}
        w={110}
        role="spinbutton"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Number(shown)}
        value={shown}
        onChange={(weight) => setTyped({ weight, seen: typed?.seen ?? pillar.updatedAt })}
        onBlur={leave}
        onKeyDown={(event) => event.key === 'Enter' && leave()}
        error={save.error && !stale ? messageOf(save.error) : undefined}
        errorProps={{ role: 'alert' }}
      />
      {stale && (
        <Conflict
          problem={stale}
          onKeepMine={(seen) => save.mutate({ weight: Number(typed?.weight), seen, before: theirs })}
          onTakeTheirs={() => {
            setTyped(undefined);
            save.reset();
            void queryClient.invalidateQueries();
          }}
        >
          : {theirs} %. Yours: {typed?.weight} %.
        </Conflict>
      )}
    </Stack>
  );
}
