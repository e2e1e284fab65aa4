import { NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { reads } from '../../api/reads.ts';
import { FilterField } from '../../ui/filter-field.tsx';
import type { PhotoFilters } from './use-photos.ts';

interface Props {
  filters: PhotoFilters;
  onChange: (next: Partial<PhotoFilters>) => void;
}

const states = ['ready', 'needs_crop', 'preparing', 'failed'] as const;
const uses = ['free', 'held', 'posted'] as const;
const orders = ['oldest', 'unposted-first'] as const;
const words: Record<string, string> = {
  needs_crop: 'needs crop',
  free: 'free to be posted',
  held: 'held by a post',
  oldest: 'Oldest first',
  'unposted-first': 'Not posted first',
};
const choices = (none: string, all: readonly string[]) => [
  { value: '', label: none },
  ...all.map((value) => ({ value, label: words[value] ?? value })),
];

/** What narrows the photos down; all of it is in the address. */
export function PhotoFields({ filters, onChange }: Props) {
  const { data: personas } = useQuery(reads.personas());
  return (
    <>
      <NativeSelect
        aria-label="Persona"
        value={filters.personaId ?? ''}
        data={[
          { value: '', label: 'Every persona' },
          ...(personas?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={({ currentTarget }) => onChange({ personaId: currentTarget.value || undefined })}
      />
      <NativeSelect
        aria-label="State"
        value={filters.readiness ?? ''}
        data={choices('Every state', states)}
        onChange={({ currentTarget }) => onChange({ readiness: states.find((one) => one === currentTarget.value) })}
      />
      <NativeSelect
        aria-label="Use"
        value={filters.use ?? ''}
        data={choices('Used or not', uses)}
        onChange={({ currentTarget }) => onChange({ use: uses.find((one) => one === currentTarget.value) })}
      />
      <NativeSelect
        aria-label="Starred"
        value={filters.starred ? 'starred' : ''}
        data={choices('Starred or not', ['starred'])}
        onChange={({ currentTarget }) => onChange({ starred: currentTarget.value === 'starred' || undefined })}
      />
      <NativeSelect
        aria-label="Order"
        value={filters.order ?? ''}
        data={choices('Newest first', orders)}
        onChange={({ currentTarget }) => onChange({ order: orders.find((one) => one === currentTarget.value) })}
      />
      <TextInput
        key={filters.tag}
        aria-label="Tag"
        placeholder="Tag"
        w={110}
        defaultValue={filters.tag}
        onBlur={({ currentTarget }) => onChange({ tag: currentTarget.value.trim() || undefined })}
        onKeyDown={({ key, currentTarget }) => {
          if (key === 'Enter') onChange({ tag: currentTarget.value.trim() || undefined });
        }}
      />
      <FilterField value={filters.q} onChange={(q) => onChange({ q })} />
    </>
  );
}
