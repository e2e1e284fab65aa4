import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import '@mantine/core/styles.css';
import './style.css';
import { queryClient } from './api/query-client.ts';
import { askEarly } from './early/ask-early.ts';
import { router } from './router.tsx';
import { SessionGate } from './session/session.tsx';
import { loadAhead } from './shell/lazy-screen.tsx';
import { colorSchemes } from './shell/color-scheme.ts';
import { cssVariables, theme } from './theme.ts';

/** What the server wrote into this answer: style tags without it are refused. */
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
// Libraries that make style tags look here.
Object.assign(globalThis, { __webpack_nonce__: nonce });

// The screen of this address, and what it shows first, are loaded while the page starts.
askEarly(location);
const match = router.matchRoutes(router.latestLocation).at(-1) as
  { routeId: keyof typeof router.routesById } | undefined;
loadAhead(match && router.routesById[match.routeId].options.component);

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      colorSchemeManager={colorSchemes}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <QueryClientProvider client={queryClient}>
        <SessionGate>
          <RouterProvider router={router} />
        </SessionGate>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
