import { Group, Text } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import type { PostResponse } from '@trellis/api-client';
import { reads } from '../../api/reads.ts';
import { largeOf } from '../photos/photo-name.ts';
import { LinkTo } from '../../ui/link-to.tsx';

/** The pictures of a post in their order, with what a person who does not see them is read. */
export function Strip({ photos }: Pick<PostResponse, 'photos'>) {
  const read = useQueries({
    queries: photos.map(({ photoId }) => ({ ...reads.photo(photoId ?? ''), enabled: photoId !== null })),
  });
  return (
    <Group role="list" aria-label="Pictures" align="flex-start">
      {photos.map(({ photoId, position, altText }, n) => {
        const photo = read[n]?.data;
        return (
          <figure key={position} role="listitem" className="post-picture">
            {photo ? <img src={largeOf(photo)} alt={altText ?? `Picture ${position + 1}`} loading="lazy" /> : null}
            <figcaption>
              {photoId ? (
                <LinkTo to="/photos" search={{ photo: photoId }}>
                  Picture {position + 1}
                </LinkTo>
              ) : (
                <Text size="sm">The photo was deleted</Text>
              )}
              <Text size="xs" c="dimmed">
                <bdi>{altText ?? 'No alt text'}</bdi>
              </Text>
            </figcaption>
          </figure>
        );
      })}
    </Group>
  );
}
