import type { ReactNode } from 'react';
import { Anchor, Button } from '@mantine/core';
import { Link, type LinkProps } from '@tanstack/react-router';

type To = Pick<LinkProps, 'to' | 'params' | 'search'> & { children: ReactNode };

/** An address of these pages. */
export function LinkTo({ children, ...target }: To) {
  return <Anchor renderRoot={(props) => <Link {...target} {...props} />}>{children}</Anchor>;
}

interface Look {
  variant?: 'filled' | 'default';
  size?: 'xs' | 'sm';
}

/** A button that opens a screen: an address too, so that it can be opened in another tab. */
export function ButtonTo({ children, variant = 'filled', size = 'sm', ...target }: To & Look) {
  return (
    <Button
      variant={variant}
      size={size}
      renderRoot={(props) => (
        <Link
          {...target}
          {...props}
          role="button"
          onKeyDown={(event) => {
            if (event.key !== ' ') return;
            event.preventDefault();
            event.currentTarget.click();
          }}
        />
      )}
    >
      {children}
    </Button>
  );
}
