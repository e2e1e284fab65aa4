import { useState } from 'react';
import { Table, Text, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, ok } from '../../api/client.ts';
import { LinkTo } from '../../ui/link-to.tsx';
import { More } from '../../ui/more.tsx';
import { NameDialog } from '../../ui/name-dialog.tsx';
import { Empty, Page, Pending } from '../../ui/page.tsx';
import { useList } from '../../ui/use-list.ts';
import { ChangeButton } from '../../ui/when-allowed.tsx';

/** A workflow of ComfyUI that fills in nothing, for runs whose candidates are uploaded. */
const NO_TEMPLATE = '{}';

export function Screen() {
  const { query, items } = useList(['pipelines'], (cursor) =>
    ok(api.GET('/api/v1/pipelines', { params: { query: { limit: 60, cursor } } })),
  );
  const [creating, setCreating] = useState(false);
  return (
    <Page title="Pipelines" aside={<ChangeButton onClick={() => setCreating(true)}>New pipeline</ChangeButton>}>
      {!items ? (
        <Pending error={query.error} what="Pipelines" />
      ) : items.length === 0 ? (
        <Empty>A pipeline is the steps in which a run makes its candidates. There is none yet.</Empty>
      ) : (
        <>
          <Table aria-label="Pipelines">
            <Table.Tbody>
              {items.map(({ id, name, steps }) => (
                <Table.Tr key={id}>
                  <Table.Td>
                    <LinkTo to="/pipelines/$id" params={{ id }}>
                      <bdi>{name}</bdi>
                    </LinkTo>
                  </Table.Td>
                  <Table.Td>
                    {steps.map((step) => (
                      <Text key={step.id} size="sm">
                        {step.position}. <bdi>{step.name}</bdi>
                      </Text>
                    ))}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
          <More query={query} />
        </>
      )}
      {creating && <NewPipeline onClose={() => setCreating(false)} />}
    </Page>
  );
}

function NewPipeline({ onClose }: { onClose: () => void }) {
  const [template, setTemplate] = useState(NO_TEMPLATE);
  const navigate = useNavigate();
  const queries = useQueryClient();
  const create = async (name: string) => {
    const steps = [{ name: 'Base', position: 1, workflowTemplate: template }];
    const { id } = await ok(api.POST('/api/v1/pipelines', { body: { name, steps } }));
    await queries.invalidateQueries({ queryKey: ['pipelines'] });
    await navigate({ to: '/pipelines/$id', params: { id } });
  };
  return (
    <NameDialog title="New pipeline" onClose={onClose} onCreate={create}>
      <Textarea
        label="Workflow template of the first step"
        description="The workflow as ComfyUI exports it for its API. {} for runs whose candidates are uploaded."
        value={template}
        onChange={({ currentTarget }) => setTemplate(currentTarget.value)}
        autosize
        minRows={4}
        maxRows={16}
        styles={{ input: { fontFamily: 'monospace' } }}
        spellCheck={false}
      />
    </NameDialog>
  );
}
