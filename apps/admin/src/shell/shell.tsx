import { useState } from 'react';
import { Anchor, AppShell, Burger, Button, Group, NavLink, Stack, Text, useMantineColorScheme } from '@mantine/core';
import { Link, Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { workingKeys, useKeys } from '../keys/use-keys.ts';
import { Help } from '../keys/help.tsx';
import type { Binding } from '../keys/table.ts';
import { signOut, useSession } from '../session/session.tsx';
import { Toasts, toast, undoLatest } from '../ui/toasts.tsx';
import { messageOf } from '../api/problem-error.ts';
import { Palette } from './palette.tsx';
import { screens } from './screens.ts';

/** Navigation, keys that work everywhere, and what lies above every screen. */
export function Shell() {
  const [open, setOpen] = useState(false);
  const [help, setHelp] = useState<Binding[]>();
  const [palette, setPalette] = useState(false);
  const navigate = useNavigate();
  useKeys('everywhere', {
    help: () => setHelp(workingKeys()),
    palette: () => setPalette(true),
    undo: () => void undoLatest(),
    filter: () => document.querySelector<HTMLInputElement>('[data-filter]')?.focus(),
    ...Object.fromEntries(screens.map(({ name, to }) => [`go ${name}`, () => void navigate({ to })])),
  });
  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 200, breakpoint: 'sm', collapsed: { mobile: !open } }}
      padding="md"
      transitionDuration={0}
    >
      <AppShell.Header px="md">
        <Group h="100%" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger
              opened={open}
              onClick={() => setOpen(!open)}
              hiddenFrom="sm"
              size="sm"
              aria-label={open ? 'Close the navigation' : 'Open the navigation'}
            />
            <Anchor href="#main" className="skip">
              Skip to content
            </Anchor>
            <Text fw={700}>Trellis</Text>
          </Group>
          <Account onPalette={() => setPalette(true)} />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs">
        <Navigation onGo={() => setOpen(false)} onHelp={() => setHelp(workingKeys())} />
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1}>
        <Outlet />
      </AppShell.Main>
      <Toasts />
      {help && <Help bindings={help} onClose={() => setHelp(undefined)} />}
      {palette && <Palette onClose={() => setPalette(false)} />}
    </AppShell>
  );
}

/** `/settings/keys` stands for all settings. */
const isAt = (path: string, to: string): boolean =>
  to === '/' ? path === '/' : path.startsWith(`/${to.split('/')[1]}`);

function Navigation({ onGo, onHelp }: { onGo: () => void; onHelp: () => void }) {
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const { toggleColorScheme } = useMantineColorScheme();
  return (
    <Stack justify="space-between" h="100%">
      <nav aria-label="Main">
        {screens.map(({ name, to }) => (
          <NavLink
            key={to}
            renderRoot={(props) => <Link to={to} {...props} />}
            label={name}
            active={isAt(path, to)}
            aria-current={isAt(path, to) ? 'page' : undefined}
            onClick={onGo}
          />
        ))}
      </nav>
      <Stack gap={4}>
        <Button variant="subtle" size="xs" color="gray" onClick={() => toggleColorScheme()}>
          Light or dark
        </Button>
        <Button variant="subtle" size="xs" color="gray" onClick={onHelp} aria-keyshortcuts="?">
          Keyboard shortcuts
        </Button>
      </Stack>
    </Stack>
  );
}

function Account({ onPalette }: { onPalette: () => void }) {
  const { name, by, role } = useSession();
  return (
    <Group gap="xs" wrap="nowrap">
      <Button variant="default" size="xs" onClick={onPalette} aria-keyshortcuts="Control+K">
        Search
      </Button>
      <Text size="xs" c="dimmed" visibleFrom="sm">
        <bdi>{by ?? name}</bdi> · {role}
      </Text>
      <Button
        variant="default"
        size="xs"
        onClick={() => void signOut().catch((error: unknown) => toast(messageOf(error), { color: 'red' }))}
      >
        Sign out
      </Button>
    </Group>
  );
}
