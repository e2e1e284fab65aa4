import { QueryClient } from '@tanstack/react-query';
import { ProblemError } from './problem-error.ts';

/** A refusal is an answer; only silence is worth a second try. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      gcTime: 600_000,
      retry: (failures, error) => !(error instanceof ProblemError) && failures < 3,
    },
    mutations: { retry: false },
  },
});
