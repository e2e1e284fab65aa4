import { lazy, Suspense, type FunctionComponent } from 'react';
import { Waiting } from '../base/waiting.tsx';

const RELOADED = 'trellis-reloaded';

/** A chunk that is gone: the server has a newer build. The page is loaded again, once. */
async function load(screen: () => Promise<{ Screen: FunctionComponent }>): Promise<{ default: FunctionComponent }> {
  try {
    const { Screen } = await screen();
    sessionStorage.removeItem(RELOADED);
    return { default: Screen };
  } catch (error) {
    if (sessionStorage.getItem(RELOADED)) throw error;
    sessionStorage.setItem(RELOADED, 'yes');
    location.reload();
    return new Promise(() => undefined);
  }
}

const loaders = new WeakMap<object, () => unknown>();

/** A screen that is loaded when it is first shown. */
export function lazyScreen(screen: () => Promise<{ Screen: FunctionComponent }>): FunctionComponent {
  let loading: ReturnType<typeof load> | undefined;
  const loadOnce = () => (loading ??= load(screen));
  const Lazy = lazy(loadOnce);
  function LazyScreen() {
    return (
      <Suspense fallback={<Waiting />}>
        <Lazy />
      </Suspense>
    );
  }
  loaders.set(LazyScreen, loadOnce);
  return LazyScreen;
}

/** Begins to load a screen before it is shown. */
export const loadAhead = (component: unknown): void => {
  if (typeof component === 'function') void loaders.get(component)?.();
};
