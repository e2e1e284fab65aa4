import { useState, type ReactNode } from 'react';
import { Modal, Stack } from '@mantine/core';
import { useKeys } from '../keys/use-keys.ts';
import { followPointer } from './zoom.ts';

interface Props<T extends { src: string; alt: string }> {
  pictures: readonly T[];
  onClose: () => void;
  /** What can be done to each. */
  children: (picture: T) => ReactNode;
}

/** Two to four pictures side by side. */
export function Compare<T extends { src: string; alt: string }>({ pictures, onClose, children }: Props<T>) {
  const [zoomed, zoom] = useState(false);
  useKeys('compare', { zoom: () => zoom(!zoomed), close: onClose });
  return (
    <Modal opened onClose={onClose} title="Compare" fullScreen data-keys closeOnEscape={false}>
      <div className="compare" onPointerMove={followPointer}>
        {pictures.map((picture) => (
          <Stack key={picture.src} gap="xs" align="center" mih={0}>
            <div className="frame">
              <img src={picture.src} alt={picture.alt} className={zoomed ? 'whole' : undefined} />
            </div>
            {children(picture)}
          </Stack>
        ))}
      </div>
    </Modal>
  );
}
