import type { ReactNode } from 'react';
import { Button } from '@mantine/core';

interface Props {
  keys: string;
  disabled: boolean;
  whyNot?: string;
  onClick: () => void;
  children: ReactNode;
}

/** Stays in reach of the keyboard while it is disabled; the machine takes nothing then. */
export function Answer({ keys, disabled, whyNot, onClick, children }: Props) {
  return (
    <Button
      variant="default"
      aria-keyshortcuts={keys}
      aria-disabled={disabled}
      data-disabled={disabled || undefined}
      title={whyNot}
      onClick={disabled ? undefined : onClick}
    >
      {children}
    </Button>
  );
}
