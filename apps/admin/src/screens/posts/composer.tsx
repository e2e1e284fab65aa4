import { useState } from 'react';
import { Button, Card, Group, Stack, TagsInput, Text, TextInput, Textarea, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { PostResponse } from '@trellis/api-client';
import { api, ok } from '../../api/client.ts';
import { queryClient } from '../../api/query-client.ts';
import { reads } from '../../api/reads.ts';
import { EditForm } from '../../ui/edit-form.tsx';
import { toastError } from '../../ui/toasts.tsx';
import { ChangeButton } from '../../ui/when-allowed.tsx';

interface Changes {
  caption?: string;
  hashtags?: string[];
  altTexts?: (string | null)[];
}

const CUT = 125;
const MOST = 2_200;
const TYPED_MS = 300;

/** Caption and hashtags, with what is sent, counted as it is sent. */
export function Composer({ post }: { post: PostResponse }) {
  const [changes, setChanges] = useState<Changes>({});
  const caption = changes.caption ?? post.caption;
  const hashtags = changes.hashtags ?? post.hashtags;
  const altTexts = changes.altTexts ?? post.photos.map(({ altText }) => altText);
  const { data: persona } = useQuery(reads.persona(post.personaId));
  const [typed] = useDebouncedValue({ personaId: post.personaId, postId: post.id, caption, hashtags }, TYPED_MS);
  const { data: check } = useQuery(reads.captionCheck(typed));
  const isOpen = post.state === 'draft' || post.state === 'scheduled';
  const sent = [caption, persona?.captionConfig?.disclosure, hashtags.map((tag) => `#${tag}`).join(' ')]
    .filter(Boolean)
    .join('\n\n');
  const change = (next: typeof changes) => setChanges({ ...changes, ...next });
  return (
    <div className="composer">
      <EditForm
        label="Post"
        opened={post}
        changed={Object.keys(changes).length > 0}
        onSave={(seen) =>
          ok(
            api.PATCH('/api/v1/posts/{id}', {
              params: { path: { id: post.id }, header: { 'If-Match': seen } },
              body: changes,
            }),
          )
        }
        onSaved={async () => {
          await queryClient.invalidateQueries();
          setChanges({});
        }}
        said="The post is saved"
      >
        {(errorOf) => (
          <>
            <Textarea
              label="Caption"
              autosize
              minRows={5}
              value={caption}
              disabled={!isOpen}
              onChange={({ currentTarget }) => change({ caption: currentTarget.value })}
              error={errorOf('caption')}
              errorProps={{ role: 'alert' }}
            />
            <TagsInput
              label="Hashtags"
              description="Without #"
              value={hashtags}
              disabled={!isOpen}
              onChange={(next) => change({ hashtags: next })}
              splitChars={[',', ' ', '#']}
              error={errorOf('hashtags')}
              errorProps={{ role: 'alert' }}
            />
            {altTexts.map((altText, n) => (
              <TextInput
                key={n}
                label={`Alt text of picture ${n + 1}`}
                maxLength={1000}
                value={altText ?? ''}
                disabled={!isOpen}
                onChange={({ currentTarget }) => change({ altTexts: altTexts.with(n, currentTarget.value || null) })}
                error={errorOf('altTexts')}
                errorProps={{ role: 'alert' }}
              />
            ))}
          </>
        )}
      </EditForm>
      <Stack>
        <Card withBorder>
          <Title order={2} size="h5">
            As it is sent
          </Title>
          <div className="preview" aria-label="Preview" role="region">
            <bdi>{sent.slice(0, CUT)}</bdi>
            {sent.length > CUT && (
              <span className="after-cut" title="behind “more” in the feed">
                <bdi>{sent.slice(CUT)}</bdi>
              </span>
            )}
          </div>
          <Text size="sm" role="status" aria-label="Counts">
            {check ? `${check.length} of ${MOST} characters, ${check.hashtagCount} hashtags` : 'Counting …'}
          </Text>
          {check?.problems.map(({ code, detail }) => (
            <Text key={code} size="sm" c="var(--mantine-color-error)" role="alert">
              <bdi>{detail}</bdi>
            </Text>
          ))}
          {check?.warnings.map(({ code, detail }) => (
            <Text key={code} size="sm">
              <bdi>{detail}</bdi>
            </Text>
          ))}
        </Card>
        {isOpen && <Drafts postId={post.id} onChoose={change} />}
      </Stack>
    </div>
  );
}

/** Captions to begin with, marked as what they are. */
function Drafts({
  postId,
  onChoose,
}: {
  postId: string;
  onChoose: (draft: { caption: string; hashtags: string[] }) => void;
}) {
  const { data } = useQuery(reads.captionDrafts(postId));
  const write = useMutation({
    mutationFn: () => ok(api.POST('/api/v1/posts/{id}/caption-drafts', { params: { path: { id: postId } } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['post', postId, 'drafts'] }),
    onError: toastError,
  });
  return (
    <Stack gap="xs">
      <Group>
        <ChangeButton size="xs" variant="default" loading={write.isPending} onClick={() => write.mutate()}>
          Suggest captions
        </ChangeButton>
      </Group>
      {data?.items.map(({ id, source, caption, hashtags }) => (
        <Group key={id} justify="space-between" wrap="nowrap">
          <Text size="sm">
            <bdi>{caption}</bdi> <i>({source})</i>
          </Text>
          <Button size="xs" variant="default" onClick={() => onChoose({ caption, hashtags })}>
            Use
          </Button>
        </Group>
      ))}
    </Stack>
  );
}
