import { useLayoutEffect, useState, type RefObject } from 'react';

/** How far below the start of the page it is, in pixels. What is above may grow and shrink. */
export function useTop(element: RefObject<HTMLElement | null>, width: number): number {
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const measure = () => setTop((element.current?.getBoundingClientRect().top ?? 0) + window.scrollY);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [element, width]);
  return top;
}
