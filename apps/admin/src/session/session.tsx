import { createContext, use, useEffect, useState, type ReactNode } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { WhoResponse } from '@trellis/api-client';
import { api, ok, onSignedOut } from '../api/client.ts';
import { ProblemError } from '../api/problem-error.ts';
import { Waiting } from '../base/waiting.tsx';
import { SignIn } from './sign-in.tsx';

const SessionContext = createContext<WhoResponse | undefined>(undefined);
const KEY = ['session'];
/** What the server has written into the page: who is signed in; null before the sign-in. */
const written = document.querySelector<HTMLMetaElement>('meta[name="session"]')?.content ?? 'none';
const atFirst = written === 'none' ? null : (JSON.parse(decodeURIComponent(written)) as WhoResponse);

/** Who is signed in. Only below `SessionGate`. */
export function useSession(): WhoResponse {
  const session = use(SessionContext);
  if (!session) throw new Error('no session');
  return session;
}

const ranks = { viewer: 1, operator: 2, admin: 3 } as const;

/** Why a control is disabled for this key; undefined when it may be used. The server refuses all the same. */
export function useWhyNot(role: keyof typeof ranks = 'operator'): string | undefined {
  const session = useSession();
  return ranks[session.role] >= ranks[role] ? undefined : `This needs a key with the role ${role}.`;
}

const readSession = async (): Promise<WhoResponse | null> => {
  try {
    return await ok(api.GET('/api/v1/session'));
  } catch (error) {
    if (error instanceof ProblemError && error.problem.status === 401) return null;
    throw error;
  }
};

/** Shows the sign-in on any address until there is a session, and the same address afterwards. */
export function SessionGate({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const [ended, setEnded] = useState(false);
  const { data: session, isPending } = useQuery({
    queryKey: KEY,
    queryFn: readSession,
    refetchInterval: ({ state }) => (state.data ? 60_000 : false),
    initialData: atFirst,
    staleTime: atFirst ? 60_000 : Infinity,
  });
  useEffect(
    () =>
      onSignedOut(() => {
        setEnded(true);
        queries.setQueryData(KEY, null);
      }),
    [queries],
  );
  if (isPending) return <Waiting />;
  if (session) return <SessionContext value={session}>{children}</SessionContext>;
  const enter = (who: WhoResponse) => {
    // What another key was shown.
    queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== KEY[0] });
    queries.setQueryData(KEY, who);
    setEnded(false);
  };
  return <SignIn ended={ended} onSignedIn={enter} />;
}

export async function signOut(): Promise<void> {
  await ok(api.DELETE('/api/v1/session'));
  location.assign('/admin/');
}
