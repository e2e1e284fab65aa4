import { TagsInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { PhotoResponse } from '@trellis/api-client';
import { api, ok } from '../../api/client.ts';
import { messageOf } from '../../api/problem-error.ts';
import { queryClient } from '../../api/query-client.ts';
import { useWhyNot } from '../../session/session.tsx';
import { Conflict, staleOf } from '../../ui/conflict.tsx';

const shownTags = (value: unknown): string => (Array.isArray(value) ? value.join(', ') : '');

/** The tags of a photo, saved as they are changed. */
export function Tags({ photo }: { photo: PhotoResponse }) {
  const whyNot = useWhyNot();
  const save = useMutation({
    mutationFn: ({ tags, seen }: { tags: string[]; seen: string }) =>
      ok(
        api.PATCH('/api/v1/photos/{id}', {
          params: { path: { id: photo.id }, header: { 'If-Match': seen } },
          body: { tags },
        }),
      ),
    onSuccess: () => queryClient.invalidateQueries(),
  });
  const stale = staleOf(save.error);
  const mine = save.isPending || save.isError ? save.variables.tags : photo.tags;
  return (
    <>
      <TagsInput
        label="Tags"
        value={mine}
        onChange={(tags) => save.mutate({ tags, seen: photo.updatedAt })}
        readOnly={whyNot !== undefined}
        title={whyNot}
        maxTags={50}
        splitChars={[',']}
        acceptValueOnBlur
        error={save.error && !stale ? messageOf(save.error) : undefined}
        errorProps={{ role: 'alert' }}
      />
      {stale && (
        <Conflict
          problem={stale}
          onKeepMine={(seen) => save.mutate({ tags: mine, seen })}
          onTakeTheirs={() => {
            save.reset();
            void queryClient.invalidateQueries();
          }}
        >
          : <bdi>{shownTags(stale.current?.['tags'])}</bdi>
        </Conflict>
      )}
    </>
  );
}
