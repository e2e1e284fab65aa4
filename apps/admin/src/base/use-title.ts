import { useEffect } from 'react';

export function useTitle(screen: string): void {
  useEffect(() => {
    document.title = `${screen} · Trellis`;
  }, [screen]);
}
