import { useState } from 'react';
import { Group, Stack, Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { GapActionResponse, GapsResponse } from '@trellis/api-client';
import { api, ok } from '../../api/client.ts';
import { ButtonTo } from '../../ui/link-to.tsx';
import { NameDialog } from '../../ui/name-dialog.tsx';
import { ChangeButton } from '../../ui/when-allowed.tsx';
import { NewRun } from '../cluster/new-run.tsx';
import { reasonSentence, some } from './gap-words.ts';
import { SchedulePhotos } from './schedule-photos.tsx';

/**
 * What to do first about the gaps of a persona, each with its reason and a button that does it. Beside other personas
 * the buttons name this one (`of`).
 */
export function GapActions({ gaps, of }: { gaps: GapsResponse; of?: string }) {
  const { pillars, actions } = gaps;
  const nameOf = (id: string) => pillars.find(({ pillarId }) => pillarId === id)?.name ?? '';
  return (
    <Stack gap="xs">
      {actions.map((action) => (
        <Group key={`${action.do} ${action.pillarId}`} justify="space-between" gap="xs">
          <Text size="sm">
            <b>
              <bdi>{nameOf(action.pillarId)}</bdi>
            </b>{' '}
            <bdi>{reasonSentence(action.reason, pillars)}</bdi>
          </Text>
          <Act
            action={action}
            pillar={of ? `${nameOf(action.pillarId)} of ${of}` : nameOf(action.pillarId)}
            personaId={gaps.personaId}
          />
        </Group>
      ))}
    </Stack>
  );
}

interface ActProps {
  action: GapActionResponse;
  pillar: string;
  personaId: string;
}

function Act({ action, pillar, personaId }: ActProps) {
  switch (action.do) {
    case 'create_cluster':
      return <CreateCluster personaId={personaId} pillar={{ pillarId: action.pillarId, name: pillar }} />;
    case 'pick_winner':
      return (
        <ButtonTo
          to="/runs/$id/candidates"
          params={{ id: action.runId ?? '' }}
          search={{ sort: 'elo' }}
          variant="default"
          size="xs"
        >
          Choose the winner for {pillar}
        </ButtonTo>
      );
    case 'crop':
      return (
        <ButtonTo
          to="/photos"
          search={{ personaId, readiness: 'needs_crop', photo: action.photoIds?.[0] }}
          variant="default"
          size="xs"
        >
          Crop {some(action.photoIds?.length, 'photo')} for {pillar}
        </ButtonTo>
      );
    case 'generate':
      return <StartRun clusterId={action.clusterId ?? ''} pillar={pillar} />;
    case 'schedule':
      return (
        <SchedulePhotos
          personaId={personaId}
          pillar={{ pillarId: action.pillarId, name: pillar }}
          photoIds={action.photoIds ?? []}
        />
      );
  }
}

/** A cluster of the pillar, under a name that is asked for. */
export function CreateCluster({
  personaId,
  pillar,
}: {
  personaId: string;
  pillar: { pillarId: string; name: string };
}) {
  const [asking, ask] = useState(false);
  const navigate = useNavigate();
  const create = async (name: string) => {
    const body = { name, pillarId: pillar.pillarId };
    const params = { path: { personaId } };
    const { id } = await ok(api.POST('/api/v1/personas/{personaId}/clusters', { params, body }));
    await navigate({ to: '/clusters/$id', params: { id } });
  };
  return (
    <>
      <ChangeButton size="xs" variant="default" onClick={() => ask(true)}>
        Create cluster for {pillar.name}
      </ChangeButton>
      {asking && <NameDialog title="New cluster" onClose={() => ask(false)} onCreate={create} />}
    </>
  );
}

function StartRun({ clusterId, pillar }: { clusterId: string; pillar: string }) {
  const [asking, ask] = useState(false);
  return (
    <>
      <ChangeButton size="xs" variant="default" onClick={() => ask(true)}>
        Start a run for {pillar}
      </ChangeButton>
      {asking && <NewRun clusterId={clusterId} onClose={() => ask(false)} />}
    </>
  );
}
