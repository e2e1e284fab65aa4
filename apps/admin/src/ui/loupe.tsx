import type { ReactNode } from 'react';
import { Button, Group, Modal, Stack } from '@mantine/core';
import { useKeys } from '../keys/use-keys.ts';

interface Props {
  title: 'Candidate' | 'Photo';
  src: string;
  alt: string;
  onPrevious?: () => void;
  onNext?: () => void;
  onClose: () => void;
  children?: ReactNode;
}

/** One picture, as large as the window, with what can be done to it beside. */
export function Loupe({ title, src, alt, onPrevious, onNext, onClose, children }: Props) {
  useKeys('loupe', { previous: () => onPrevious?.(), next: () => onNext?.() });
  return (
    <Modal opened onClose={onClose} title={title} fullScreen data-keys>
      <div className="loupe">
        <div className="frame">
          <img src={src} alt={alt} />
        </div>
        <Stack gap="md" className="loupe-aside">
          <Group>
            <Button variant="default" disabled={!onPrevious} onClick={onPrevious} aria-keyshortcuts="ArrowLeft">
              Previous
            </Button>
            <Button variant="default" disabled={!onNext} onClick={onNext} aria-keyshortcuts="ArrowRight">
              Next
            </Button>
          </Group>
          {children}
        </Stack>
      </div>
    </Modal>
  );
}
