import { useState, type ReactNode } from 'react';
import { Button, Group, Modal, Stack } from '@mantine/core';
import { useKeys, type Handlers } from '../keys/use-keys.ts';
import { useAhead, useDecoded } from './pictures.ts';
import { followPointer } from './zoom.ts';

interface Props {
  title: 'Candidate' | 'Photo';
  picture: { src: string; alt: string };
  /** Addresses of what is looked at next: they are loaded now. */
  ahead?: readonly string[];
  zoomed?: boolean;
  /** What else its keys do. */
  keys?: Handlers;
  onPrevious?: () => void;
  onNext?: () => void;
  onClose: () => void;
  children?: ReactNode;
}

/** One picture, as large as the window, with what can be done to it beside. */
export function Loupe(props: Props) {
  const { title, picture, ahead = [], zoomed: first = false, keys, onPrevious, onNext, onClose, children } = props;
  const [zoomed, zoom] = useState(first);
  const [informed, inform] = useState(true);
  const { src, alt } = useDecoded(picture);
  useAhead(ahead);
  useKeys('loupe', {
    ...keys,
    ...(onPrevious && { previous: onPrevious }),
    ...(onNext && { next: onNext }),
    zoom: () => zoom(!zoomed),
    information: () => inform(!informed),
    close: onClose,
  });
  return (
    <Modal opened onClose={onClose} title={title} fullScreen data-keys closeOnEscape={false}>
      <div className={informed ? 'loupe' : 'loupe alone'}>
        <div className="frame" onPointerMove={followPointer}>
          <img src={src} alt={alt} className={zoomed ? 'whole' : undefined} />
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
          {informed && children}
        </Stack>
      </div>
    </Modal>
  );
}
