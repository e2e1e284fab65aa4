import { createHash } from 'node:crypto';
import type { GraphClient, GraphPicture, GraphPost } from './graph-client.ts';
import type { LeasedPost } from '../providers/provider.ts';

/** A post as it is sent: everything that a container is made of. */
export interface SentPost {
  leased: LeasedPost;
  client: GraphClient;
  pictures: readonly GraphPicture[];
  post: GraphPost;
  /** Of pictures and texts: a container of other ones is not used. */
  sha256: string;
  /** Attempts so far, with this one. */
  attempts: number;
}

export const shaOf = (pictures: readonly GraphPicture[], post: GraphPost): string =>
  createHash('sha256')
    .update(JSON.stringify([pictures, post]))
    .digest('hex');

/** As Instagram names the type of what it has published. */
export const typeOf = ({ pictures }: Pick<SentPost, 'pictures'>): string =>
  pictures.length > 1 ? 'CAROUSEL_ALBUM' : 'IMAGE';
