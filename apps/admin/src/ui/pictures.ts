import { useEffect, useState } from 'react';
import { decode } from './decode.ts';

/** Loads what is looked at next. What cannot be read is shown as such when it is. */
export function useAhead(urls: readonly string[]): void {
  const all = urls.join(' ');
  useEffect(() => {
    for (const url of all.split(' ').filter(Boolean)) void decode(url).catch(() => undefined);
  }, [all]);
}

/** What is shown until the new picture can be painted: the one before. */
export function useDecoded<T extends { src: string }>(wanted: T): T {
  const [shown, show] = useState(wanted);
  useEffect(() => {
    if (shown.src === wanted.src) return;
    let isWanted = true;
    const paint = () => isWanted && show(wanted);
    decode(wanted.src).then(paint, paint);
    return () => void (isWanted = false);
  }, [shown.src, wanted]);
  return shown.src === wanted.src ? wanted : shown;
}
