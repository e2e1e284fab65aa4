import { useState } from 'react';
import { NumberInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { api, ok } from '../../api/client.ts';
import { reads } from '../../api/reads.ts';
import { ButtonTo, LinkTo } from '../../ui/link-to.tsx';
import { NameDialog } from '../../ui/name-dialog.tsx';
import { Empty, Page, Pending } from '../../ui/page.tsx';
import { ChangeButton } from '../../ui/when-allowed.tsx';
import { PersonaGaps } from '../gaps/persona-gaps.tsx';
import { Accounts } from './accounts.tsx';
import { PersonaForm } from './persona-form.tsx';
import { Pillars } from './pillars.tsx';
import { Weights } from './weights.tsx';

/** A persona: its pillars as one bar of weights, its voice, and the way to a cluster for each pillar. */
export function Screen() {
  const { id } = useParams({ from: '/personas/$id' });
  const { data: persona, error } = useQuery(reads.persona(id));
  const { data: pillars } = useQuery(reads.pillars(id));
  const [creating, setCreating] = useState(false);
  if (!persona || !pillars) return <Pending error={error} what="The persona" />;
  return (
    <Page
      title={persona.name}
      above={<LinkTo to="/personas">Personas</LinkTo>}
      aside={
        <>
          <ButtonTo to="/clusters" search={{ personaId: id }} variant="default">
            Clusters
          </ButtonTo>
          <ButtonTo to="/photos" search={{ personaId: id }} variant="default">
            Photos
          </ButtonTo>
          <ButtonTo to="/personas/$id/suggestions" params={{ id }} variant="default">
            Suggestions
          </ButtonTo>
          <ChangeButton onClick={() => setCreating(true)}>New pillar</ChangeButton>
        </>
      }
    >
      <Weights pillars={pillars.items} />
      {pillars.items.length === 0 ? (
        <Empty>A pillar is a theme of this account, with its share of the posts. There is none yet.</Empty>
      ) : (
        <>
          <Pillars pillars={pillars.items} />
          <PersonaGaps personaId={id} />
        </>
      )}
      <PersonaForm key={`form ${id}`} persona={persona} />
      <Accounts persona={persona} />
      {creating && <NewPillar personaId={id} onClose={() => setCreating(false)} />}
    </Page>
  );
}

function NewPillar({ personaId, onClose }: { personaId: string; onClose: () => void }) {
  const [weight, setWeight] = useState<number | string>(0);
  const queries = useQueryClient();
  const create = async (name: string) => {
    const params = { path: { personaId } };
    await ok(api.POST('/api/v1/personas/{personaId}/pillars', { params, body: { name, weight: Number(weight) } }));
    await queries.invalidateQueries({ queryKey: ['pillars', personaId] });
  };
  return (
    <NameDialog title="New pillar" onClose={onClose} onCreate={create}>
      <NumberInput
        label="Weight"
        role="spinbutton"
        suffix=" %"
        min={0}
        max={100}
        decimalScale={2}
        value={weight}
        onChange={setWeight}
      />
    </NameDialog>
  );
}
