import { Alert, Group } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { api, ok } from '../../api/client.ts';
import { queryClient } from '../../api/query-client.ts';
import { reads } from '../../api/reads.ts';
import { toast, toastError } from '../../ui/toasts.tsx';
import { ChangeButton } from '../../ui/when-allowed.tsx';

/** Says when nothing is published, and why. */
export function PublishingState() {
  const { data } = useQuery(reads.publishing());
  const resume = useMutation({
    mutationFn: () => ok(api.POST('/api/v1/publishing/resume')),
    onSuccess: async () => {
      await queryClient.invalidateQueries();
      toast('Publishing goes on');
    },
    onError: toastError,
  });
  if (!data || data.state === 'running') return null;
  return (
    <Alert role="alert" color="yellow" variant="light">
      {data.state === 'off' ? (
        'Publishing is off on this server. Posts are planned, and none is published.'
      ) : (
        <Group justify="space-between">
          The database was restored or copied, so nothing is published: what was posted since must not be posted again.
          Look at the accounts first.
          <ChangeButton role="admin" loading={resume.isPending} onClick={() => resume.mutate()}>
            Publish from this database
          </ChangeButton>
        </Group>
      )}
    </Alert>
  );
}
