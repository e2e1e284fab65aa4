import { useState } from 'react';
import { Badge, Card, Code, Group, Stack, Text, Title } from '@mantine/core';
import type { PillarResponse, SuggestionResponse } from '@trellis/api-client';
import { api, ok } from '../../api/client.ts';
import { queryClient } from '../../api/query-client.ts';
import { AskDialog } from '../../ui/ask-dialog.tsx';
import { LinkTo } from '../../ui/link-to.tsx';
import { toast } from '../../ui/toasts.tsx';
import { ChangeButton } from '../../ui/when-allowed.tsx';
import { AcceptDialog } from './accept-dialog.tsx';
import { EditSuggestion } from './edit-suggestion.tsx';

interface Props {
  suggestion: SuggestionResponse;
  pillars: readonly PillarResponse[];
}

/** An idea, and what can be done with it. */
export function Suggestion({ suggestion, pillars }: Props) {
  const [open, show] = useState<'edit' | 'accept' | 'reject'>();
  const close = () => show(undefined);
  const { title, description, prompt, state, source, pillarId } = suggestion;
  if (open === 'edit')
    return (
      <Card withBorder role="listitem">
        <EditSuggestion suggestion={suggestion} onClose={close} />
      </Card>
    );
  return (
    <Card withBorder role="listitem">
      <Stack gap="xs">
        <Group justify="space-between">
          <Title order={2} size="h4">
            <bdi>{title}</bdi>
          </Title>
          <Group gap="xs">
            <Badge variant="default">{pillars.find(({ id }) => id === pillarId)?.name ?? 'Pillar'}</Badge>
            {source === 'template' && <Badge variant="default">Template</Badge>}
            {state !== 'pending' && <Badge variant="default">{state}</Badge>}
          </Group>
        </Group>
        <Text>
          <bdi>{description}</bdi>
        </Text>
        <Code block style={{ whiteSpace: 'pre-wrap' }}>
          {prompt}
        </Code>
        {state === 'pending' && (
          <Group justify="flex-end" gap="xs">
            <ChangeButton variant="default" aria-label={`Reject ${title}`} onClick={() => show('reject')}>
              Reject
            </ChangeButton>
            <ChangeButton variant="default" aria-label={`Edit ${title}`} onClick={() => show('edit')}>
              Edit
            </ChangeButton>
            <ChangeButton aria-label={`Accept ${title}`} onClick={() => show('accept')}>
              Accept
            </ChangeButton>
          </Group>
        )}
        <Made suggestion={suggestion} />
      </Stack>
      {open === 'accept' && <AcceptDialog suggestion={suggestion} onClose={close} />}
      {open === 'reject' && <RejectDialog suggestion={suggestion} onClose={close} />}
    </Card>
  );
}

function Made({ suggestion: { clusterId, runId } }: Pick<Props, 'suggestion'>) {
  if (!clusterId && !runId) return null;
  return (
    <Group gap="md">
      {clusterId && (
        <LinkTo to="/clusters/$id" params={{ id: clusterId }}>
          Its cluster
        </LinkTo>
      )}
      {runId && (
        <LinkTo to="/runs/$id" params={{ id: runId }}>
          Its run
        </LinkTo>
      )}
    </Group>
  );
}

function RejectDialog({ suggestion: { id, title }, onClose }: Pick<Props, 'suggestion'> & { onClose: () => void }) {
  return (
    <AskDialog
      title="Reject the idea?"
      button="Reject"
      danger
      withoutField
      onClose={onClose}
      onSend={async () => {
        await ok(api.POST('/api/v1/suggestions/{id}/rejection', { params: { path: { id } } }));
        await queryClient.invalidateQueries();
        toast(`“${title}” is rejected`);
      }}
    >
      <Text>
        “<bdi>{title}</bdi>” will stay rejected.
      </Text>
    </AskDialog>
  );
}
