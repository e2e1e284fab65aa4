import { useState } from 'react';
import { Modal, Stack, Text, TextInput, UnstyledButton } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, ok } from '../api/client.ts';
import { screens } from './screens.ts';

interface Choice {
  id: string;
  label: string;
  context: string | null;
  go: string;
}

const addresses = {
  persona: (id: string) => `/personas/${id}`,
  cluster: (id: string) => `/clusters/${id}`,
  pipeline: (id: string) => `/pipelines/${id}`,
  run: (id: string) => `/runs/${id}`,
  photo: (id: string) => `/photos?photo=${id}`,
};

const find = async (q: string): Promise<Choice[]> => {
  const { items } = await ok(api.GET('/api/v1/search', { params: { query: { q } } }));
  return items.map(({ type, id, name, context }) => ({
    id,
    label: name,
    context: [type, context].filter(Boolean).join(' · '),
    go: addresses[type](id),
  }));
};

/** Search or go, with the arrows and Enter. */
export function Palette({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const [q] = useDebouncedValue(text.trim(), 150);
  const navigate = useNavigate();
  const { data: found = [] } = useQuery({ queryKey: ['search', q], queryFn: () => find(q), enabled: q !== '' });
  const places = screens
    .filter(({ name }) => name.toLowerCase().includes(text.trim().toLowerCase()))
    .map(({ name, to }): Choice => ({ id: to, label: name, context: 'screen', go: to }));
  const choices = [...places, ...(q === '' ? [] : found)];
  const choose = (choice: Choice | undefined) => {
    if (!choice) return;
    onClose();
    void navigate({ to: choice.go });
  };
  const move = (by: number) =>
    setAt((before) => (choices.length ? (before + by + choices.length) % choices.length : 0));
  return (
    <Modal opened onClose={onClose} withCloseButton={false} title="Search or do" size="lg">
      <TextInput
        role="combobox"
        aria-label="Search or do"
        aria-expanded
        aria-controls="palette"
        aria-activedescendant={choices[at] ? `palette-${choices[at].id}` : undefined}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') move(1);
          else if (event.key === 'ArrowUp') move(-1);
          else if (event.key === 'Enter') choose(choices[at]);
          else return;
          event.preventDefault();
        }}
        data-autofocus
      />
      <Stack gap={2} mt="sm" role="listbox" id="palette" aria-label="Found">
        {choices.map((choice, n) => (
          <UnstyledButton
            key={choice.id}
            id={`palette-${choice.id}`}
            role="option"
            aria-selected={n === at}
            p="xs"
            bg={n === at ? 'var(--mantine-color-default-hover)' : undefined}
            onClick={() => choose(choice)}
          >
            <bdi>{choice.label}</bdi>{' '}
            <Text span size="sm" c="dimmed">
              <bdi>{choice.context}</bdi>
            </Text>
          </UnstyledButton>
        ))}
      </Stack>
    </Modal>
  );
}
