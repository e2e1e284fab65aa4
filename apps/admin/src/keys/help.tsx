import { Group, Kbd, Modal, Table, Text } from '@mantine/core';
import type { Binding, Scope } from './table.ts';

const names: Record<Scope, string> = {
  everywhere: 'Everywhere',
  vote: 'Vote',
  grid: 'Pictures',
  candidates: 'Candidates',
  photos: 'Photos',
  loupe: 'Loupe',
  compare: 'Compare',
  calendar: 'Calendar',
  links: 'Links',
  form: 'Forms',
};

const shown = (key: string): string =>
  key
    .replace('ArrowLeft', '←')
    .replace('ArrowRight', '→')
    .replace('ArrowDown', '↓')
    .replace('ArrowUp', '↑')
    .replace('Escape', 'Esc')
    .replace('Backspace', '⌫');

/** The keys that work now, made of the table that makes them work. */
export function Help({ bindings, onClose }: { bindings: readonly Binding[]; onClose: () => void }) {
  const scopes = [...new Set(bindings.map(({ scope }) => scope))];
  return (
    <Modal opened onClose={onClose} title="Keyboard shortcuts" size="lg">
      {scopes.map((scope) => (
        <div key={scope}>
          <Text fw={600} mt="sm">
            {names[scope]}
          </Text>
          <Table aria-label={names[scope]}>
            <Table.Tbody>
              {bindings
                .filter((one) => one.scope === scope)
                .map(({ action, keys, does }) => (
                  <Table.Tr key={action}>
                    <Table.Td w="40%">
                      <Group gap={4}>
                        {keys.map((key) => (
                          <Kbd key={key}>{shown(key)}</Kbd>
                        ))}
                      </Group>
                    </Table.Td>
                    <Table.Td>{does}</Table.Td>
                  </Table.Tr>
                ))}
            </Table.Tbody>
          </Table>
        </div>
      ))}
    </Modal>
  );
}
