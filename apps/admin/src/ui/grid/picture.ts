import type { ReactNode } from 'react';

/** What a grid shows of an item. */
export interface Picture {
  id: string;
  src?: string;
  /** In words, for a person who does not see it. */
  alt: string;
  /** Of the button that makes it the current one. */
  name: string;
  /** ThumbHash, base64. */
  placeholder?: string | null;
  caption?: ReactNode;
}
