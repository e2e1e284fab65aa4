import { Checkbox, Table, Text } from '@mantine/core';
import type { ListedLinkResponse } from '@trellis/api-client';
import type { Picks } from '../ui/grid/use-picks.ts';
import { LinkChip, reasonWords } from '../ui/link-chip.tsx';
import { LinkTo } from '../ui/link-to.tsx';
import { ChangeButton } from '../ui/when-allowed.tsx';

interface Props {
  links: readonly ListedLinkResponse[];
  current: string | undefined;
  picks: Picks;
  onCurrent: (runId: string) => void;
  onRetry: (runId: string) => void;
}

export const reasonOf = ({ state, reason }: ListedLinkResponse): string => reason ?? state;

/** Links by their reason, each group with its cure in words. */
export function LinkTable({ links, ...row }: Props) {
  return (
    <Table.ScrollContainer minWidth={640}>
      <Table aria-label="Links">
        {[...Map.groupBy(links, reasonOf)].map(([reason, those]) => (
          <Table.Tbody key={reason}>
            <Table.Tr>
              <Table.Th colSpan={4} scope="rowgroup">
                {those.length} × {reason}
                {reasonWords[reason] && (
                  <Text span size="sm" fw={400}>
                    {' '}
                    {reasonWords[reason]}
                  </Text>
                )}
              </Table.Th>
            </Table.Tr>
            {those.map((link) => (
              <LinkRow key={link.runId} link={link} {...row} />
            ))}
          </Table.Tbody>
        ))}
      </Table>
    </Table.ScrollContainer>
  );
}

function LinkRow({ link, current, picks, onCurrent, onRetry }: Omit<Props, 'links'> & { link: ListedLinkResponse }) {
  const { runId, runName, clusterName, state, reason, lastError } = link;
  return (
    <Table.Tr
      aria-current={runId === current}
      className={runId === current ? 'current' : undefined}
      onClick={() => onCurrent(runId)}
    >
      <Table.Td w={36}>
        <Checkbox
          size="xs"
          aria-label={`Select ${runName}`}
          checked={picks.ids.has(runId)}
          onChange={() => picks.toggle(runId)}
        />
      </Table.Td>
      <Table.Td>
        <LinkTo to="/runs/$id" params={{ id: runId }}>
          <bdi>{runName}</bdi>
        </LinkTo>
        <Text size="sm" c="dimmed">
          <bdi>{clusterName}</bdi>
        </Text>
      </Table.Td>
      <Table.Td>
        <LinkChip state={state} reason={reason} />
        {lastError && (
          <Text size="sm" c="dimmed">
            <bdi>{lastError}</bdi>
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        {state !== 'linked' && (
          <ChangeButton size="xs" variant="default" onClick={() => onRetry(runId)}>
            Retry
          </ChangeButton>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
