import { TextInput } from '@mantine/core';

/** Where people see a post that was published. */
export function AddressField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  return (
    <TextInput
      label="Address of the post"
      description="May stay empty"
      type="url"
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
      data-autofocus
    />
  );
}
