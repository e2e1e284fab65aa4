import { Center, Loader } from '@mantine/core';

/** Shown only when something takes long: a moment of nothing is calmer than a moment of a wheel. */
export function Waiting() {
  return (
    <Center mih={200} role="status" aria-label="Loading" className="late">
      <Loader size="sm" />
    </Center>
  );
}
