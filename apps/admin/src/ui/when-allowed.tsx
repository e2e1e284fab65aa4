import { Button, Tooltip, type ButtonProps } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWhyNot } from '../session/session.tsx';

type Props = ButtonProps & {
  children: ReactNode;
  onClick?: () => void;
  role?: 'operator' | 'admin';
  type?: 'button' | 'submit';
  'aria-label'?: string;
  'aria-keyshortcuts'?: string;
};

/** A button that changes something: disabled with the reason for a key that may not. */
export function ChangeButton({ role = 'operator', children, ...props }: Props) {
  const whyNot = useWhyNot(role);
  if (!whyNot) return <Button {...props}>{children}</Button>;
  return (
    <Tooltip label={whyNot}>
      <Button {...props} onClick={undefined} data-disabled aria-disabled title={whyNot}>
        {children}
      </Button>
    </Tooltip>
  );
}
