import { useEffect, useState } from 'react';
import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';

/** Filters a list by name. The text is in the address, so that Back and a copied address show the same. */
export function FilterField({ value, onChange }: { value: string | undefined; onChange: (q?: string) => void }) {
  const [text, setText] = useState(value ?? '');
  const [settled] = useDebouncedValue(text.trim(), 200);
  useEffect(() => {
    if (settled !== (value ?? '')) onChange(settled || undefined);
    // Only what was typed changes the address.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [settled]);
  return (
    <TextInput
      aria-label="Filter"
      placeholder="Filter"
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      aria-keyshortcuts="/"
      data-filter
      w={240}
      maw="100%"
    />
  );
}
