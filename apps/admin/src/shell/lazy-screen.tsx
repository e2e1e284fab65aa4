import { useEffect, useState, type FunctionComponent } from 'react';
import { Waiting } from '../base/waiting.tsx';

interface Loaded {
  Screen: FunctionComponent;
}

const RELOADED = 'trellis-reloaded';

/** A chunk that is gone: the server has a newer build. The page is loaded again, once. */
async function load(screen: () => Promise<Loaded>): Promise<Loaded> {
  try {
    const loaded = await screen();
    sessionStorage.removeItem(RELOADED);
    return loaded;
  } catch (error) {
    if (sessionStorage.getItem(RELOADED)) throw error;
    sessionStorage.setItem(RELOADED, 'yes');
    location.reload();
    return new Promise(() => undefined);
  }
}

const loaders = new WeakMap<object, () => unknown>();

/**
 * A screen that is loaded when it is first shown. Without `Suspense`, which keeps what it shows while it waits for
 * 300 ms at least: the first pair of a cold browser came 200 ms later.
 */
export function lazyScreen(screen: () => Promise<Loaded>): FunctionComponent {
  let loading: Promise<Loaded> | undefined;
  let ready: Loaded | undefined;
  const loadOnce = () => (loading ??= load(screen).then((loaded) => (ready = loaded)));
  function LazyScreen() {
    const [loaded, show] = useState(ready);
    useEffect(() => {
      if (loaded) return;
      loadOnce().then(show, (error: unknown) =>
        // Thrown while rendering, where the page shows it.
        show(() => {
          throw error;
        }),
      );
    }, [loaded]);
    return loaded ? <loaded.Screen /> : <Waiting />;
  }
  loaders.set(LazyScreen, loadOnce);
  return LazyScreen;
}

/** Begins to load a screen before it is shown. */
export const loadAhead = (component: unknown): void => {
  if (typeof component === 'function') void loaders.get(component)?.();
};
