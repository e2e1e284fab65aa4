import { useState } from 'react';
import { Alert, Button, NumberInput, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { PillarResponse } from '@trellis/api-client';
import { api, ok } from '../api/client.ts';
import { ProblemError, messageOf } from '../api/problem-error.ts';
import { useWhyNot } from '../session/session.tsx';
import { toast } from '../ui/toasts.tsx';

/** The weight of a pillar, saved when the field is left. A conflict shows both values, and the person chooses. */
export function PillarWeight({ pillar }: { pillar: PillarResponse }) {
  const queries = useQueryClient();
  const [typed, setTyped] = useState<number | string>();
  const whyNot = useWhyNot();
  const refresh = () => queries.invalidateQueries({ queryKey: ['pillars', pillar.personaId] });
  const save = useMutation({
    mutationFn: ({ weight, seen }: { weight: number; seen: string }) =>
      ok(
        api.PATCH('/api/v1/pillars/{id}', {
          params: { path: { id: pillar.id }, header: { 'If-Match': seen } },
          body: { weight },
        }),
      ),
    onSuccess: async (saved, { weight }) => {
      setTyped(undefined);
      await refresh();
      toast(`${pillar.name}: ${weight} %`, {
        undo: () => save.mutate({ weight: pillar.weight, seen: saved.updatedAt }),
      });
    },
  });
  const leave = () => {
    const weight = Number(typed);
    if (typed === undefined || typed === '' || weight === pillar.weight) setTyped(undefined);
    else save.mutate({ weight, seen: pillar.updatedAt });
  };
  const { error } = save;
  const stale = error instanceof ProblemError && error.problem.code === 'stale' ? error.problem : undefined;
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
        value={typed ?? pillar.weight}
        onChange={setTyped}
        onBlur={leave}
        onKeyDown={(event) => event.key === 'Enter' && leave()}
        error={error && !stale ? messageOf(error) : undefined}
        errorProps={{ role: 'alert' }}
      />
      {stale && (
        <Alert role="alert" color="yellow" variant="light">
          changed by {stale.changedBy ?? 'another'} since you opened it: {String(stale.current?.['weight'])} %. Yours:{' '}
          {String(typed)} %.
          <Button.Group mt="xs">
            <Button
              size="xs"
              variant="default"
              onClick={() => save.mutate({ weight: Number(typed), seen: stale.changedAt ?? '' })}
            >
              Keep mine
            </Button>
            <Button
              size="xs"
              variant="default"
              onClick={() => {
                setTyped(undefined);
                save.reset();
                void refresh();
              }}
            >
              Take theirs
            </Button>
          </Button.Group>
        </Alert>
      )}
    </Stack>
  );
}
