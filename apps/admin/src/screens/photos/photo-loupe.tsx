import { Anchor, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { PhotoResponse } from '@trellis/api-client';
import { api, ok } from '../../api/client.ts';
import { reads } from '../../api/reads.ts';
import { LinkTo } from '../../ui/link-to.tsx';
import { Loupe } from '../../ui/loupe.tsx';
import { Time, useZone } from '../../ui/time.tsx';
import { toastError } from '../../ui/toasts.tsx';
import { ChangeButton } from '../../ui/when-allowed.tsx';
import { AltText } from './alt-text.tsx';
import { Crop } from './crop.tsx';
import { star } from './photo-acts.ts';
import { largeOf, nameOf } from './photo-name.ts';
import { Tags } from './tags.tsx';

interface Props {
  id: string;
  ahead?: readonly string[];
  zoomed?: boolean;
  onPrevious?: () => void;
  onNext?: () => void;
  onClose: () => void;
}

/** A photo as Instagram shows it: crop, alt text, tags, where it comes from and where it is used. */
export function PhotoLoupe({ id, ...loupe }: Props) {
  const { data: photo } = useQuery(reads.photo(id));
  const picture = photo ? { src: largeOf(photo), alt: nameOf(photo) } : { src: '', alt: 'Loading' };
  return (
    <Loupe title="Photo" picture={picture} {...loupe}>
      {photo && (
        <>
          <Readiness photo={photo} />
          <Crop key={`crop ${id}`} photo={photo} />
          <AltText key={`alt text ${id}`} photo={photo} />
          <Tags key={`tags ${id}`} photo={photo} />
          <Group>
            <ChangeButton size="xs" variant="default" onClick={() => void star([photo]).catch(toastError)}>
              {photo.starred ? '★ Take the star away' : '☆ Star'}
            </ChangeButton>
          </Group>
          <Origin photo={photo} />
        </>
      )}
    </Loupe>
  );
}

const whyWords: Record<string, string> = {
  ratio_not_allowed: 'Instagram does not show this shape. Choose a crop.',
  too_small: 'It is smaller than Instagram accepts.',
  too_large: 'It is larger than can be rendered.',
  original_missing: 'Its original is gone from the object store.',
  render_failed: 'It could not be rendered.',
};

function Readiness({ photo: { readiness, url, width, height, publicProblem } }: { photo: PhotoResponse }) {
  return (
    <Stack gap={4}>
      <Text>
        {readiness.state.replace('_', ' ')}, {width} × {height}
        {readiness.lossPercent ? `, ${readiness.lossPercent} % cut off` : ''}
      </Text>
      {readiness.reasons.map(({ key }) => (
        <Text key={key} size="sm">
          {whyWords[key] ?? key}
        </Text>
      ))}
      {url && (
        <Anchor href={url} target="_blank" rel="noreferrer">
          Public picture
        </Anchor>
      )}
      {publicProblem && publicProblem !== 'loopback' && (
        <Text size="sm">The public address does not serve it: {publicProblem}</Text>
      )}
    </Stack>
  );
}

/** Where it comes from, where it is used, and what looks like it. */
function Origin({
  photo: { id, personaId, candidateId, clusterId, postedAt, provider, heldBy, createdAt },
}: {
  photo: PhotoResponse;
}) {
  const zone = useZone(personaId);
  const { data: candidate } = useQuery({
    queryKey: ['candidate', candidateId],
    queryFn: () => ok(api.GET('/api/v1/candidates/{id}', { params: { path: { id: candidateId ?? '' } } })),
    enabled: candidateId !== null,
  });
  return (
    <Stack gap={2} component="section" aria-label="Where from and where used">
      <Text size="sm">
        From{' '}
        {candidate ? (
          <LinkTo to="/runs/$id" params={{ id: candidate.runId }}>
            a run
          </LinkTo>
        ) : (
          'an upload'
        )}
        , <Time at={createdAt} zone={zone} />
      </Text>
      {clusterId && (
        <Text size="sm">
          In{' '}
          <LinkTo to="/clusters/$id" params={{ id: clusterId }}>
            its cluster
          </LinkTo>
        </Text>
      )}
      <Text size="sm">
        {postedAt ? (
          <>
            Posted {provider && `with ${provider} `}
            <Time at={postedAt} zone={zone} />
          </>
        ) : heldBy ? (
          'Held by a post'
        ) : (
          'Not used yet'
        )}
      </Text>
      <Text size="sm">
        <LinkTo to="/photos" search={{ similarTo: id }}>
          Photos that look like it
        </LinkTo>
      </Text>
    </Stack>
  );
}
