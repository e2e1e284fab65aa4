import type { PointerEvent } from 'react';

/** Every picture below shows the place under the pointer at 100 %. */
export function followPointer({ clientX, clientY, currentTarget }: PointerEvent<HTMLElement>): void {
  currentTarget.style.setProperty('--x', `${(100 * clientX) / innerWidth}%`);
  currentTarget.style.setProperty('--y', `${(100 * clientY) / innerHeight}%`);
}
