import { useState } from 'react';
import { Stack, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { PhotoResponse } from '@trellis/api-client';
import { api, ok } from '../../api/client.ts';
import { messageOf } from '../../api/problem-error.ts';
import { queryClient } from '../../api/query-client.ts';
import { useKeys } from '../../keys/use-keys.ts';
import { Conflict, staleOf } from '../../ui/conflict.tsx';
import { toast } from '../../ui/toasts.tsx';
import { ChangeButton } from '../../ui/when-allowed.tsx';

const shownText = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Saved with Ctrl+Enter or the button. A conflict shows both texts. */
export function AltText({ photo }: { photo: PhotoResponse }) {
  // What was opened: another person's change must not slip in between.
  const [opened, reopen] = useState(photo);
  const [typed, setTyped] = useState<string>();
  const text = typed ?? opened.altText ?? '';
  const save = useMutation({
    mutationFn: (seen: string) =>
      ok(
        api.PATCH('/api/v1/photos/{id}', {
          params: { path: { id: photo.id }, header: { 'If-Match': seen } },
          body: { altText: text.trim() || null },
        }),
      ),
    onSuccess: async (saved) => {
      reopen(saved);
      setTyped(undefined);
      await queryClient.invalidateQueries();
      toast('The alt text is saved');
    },
  });
  const stale = staleOf(save.error);
  useKeys('form', { save: () => save.mutate(opened.updatedAt) });
  return (
    <Stack gap="xs">
      <Textarea
        label="Alt text"
        description="What a person who does not see the picture is read"
        value={text}
        maxLength={1000}
        autosize
        minRows={2}
        onFocus={() => typed === undefined && reopen(photo)}
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        error={save.error && !stale ? messageOf(save.error) : undefined}
        errorProps={{ role: 'alert' }}
      />
      {stale && (
        <Conflict problem={stale} onKeepMine={(seen) => save.mutate(seen)}>
          : “<bdi>{shownText(stale.current?.['altText'])}</bdi>”. Yours is kept above.
        </Conflict>
      )}
      <ChangeButton
        size="xs"
        variant="default"
        disabled={text === (opened.altText ?? '')}
        onClick={() => save.mutate(opened.updatedAt)}
      >
        Save alt text
      </ChangeButton>
    </Stack>
  );
}
