import { useMutation } from '@tanstack/react-query';
import type { RetryLinksDto } from '@trellis/api-client';
import { api, ok } from '../api/client.ts';
import { queryClient } from '../api/query-client.ts';
import { toast, toastError } from './toasts.tsx';

/** Tries links again: those named, or all with a state or a reason. */
export function useRetry() {
  return useMutation({
    mutationFn: (body: RetryLinksDto) => ok(api.POST('/api/v1/links/retries', { body })),
    onSuccess: async ({ asked }) => {
      await queryClient.invalidateQueries();
      toast(`${asked} ${asked === 1 ? 'link is' : 'links are'} tried again`);
    },
    onError: toastError,
  });
}
