import { Group } from '@mantine/core';
import { LinkTo } from '../../ui/link-to.tsx';

/** The parts of the settings. */
export function SettingsTabs() {
  return (
    <Group gap="md">
      <LinkTo to="/settings/keys">Keys</LinkTo>
      <LinkTo to="/settings/servers">Servers</LinkTo>
      <LinkTo to="/settings/sessions">Sessions</LinkTo>
    </Group>
  );
}
