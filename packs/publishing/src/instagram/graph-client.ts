import {
  containerStatuses,
  type ContainerStatus,
  type GraphAnswer,
  type GraphMedium,
  type GraphProfile,
  type GraphQuota,
  type GraphToken,
} from './graph-answers.ts';
import { GraphRequests, type GraphAddress } from './graph-requests.ts';
import {
  countOf,
  field,
  idOf,
  lifeOf,
  objectOf,
  permalinkOf,
  textOf,
  timeOf,
  tokenOf,
  UnreadableAnswer,
} from './read-graph.ts';

/** One picture, alone or in a carousel. */
export interface GraphPicture {
  /** Of a JPEG, which the platform fetches itself. */
  imageUrl: string;
  altText: string | null;
}

/** What is said of a whole post. */
export interface GraphPost {
  caption: string;
  isAiGenerated: boolean;
}

/** Media that are looked through for a post whose answer was lost. */
export const LISTED_MEDIA = 25;
const MEDIUM_FIELDS = 'id,timestamp,media_type,caption,permalink';
const MOST_CAPTION = 10_000;

/** The Graph API, for one account. Sources: the reference of Instagram's content publishing. */
export class GraphClient {
  private readonly requests: GraphRequests;

  constructor(
    address: GraphAddress,
    private readonly accountId: string,
    /** Whether the token is of the account itself. */
    private readonly isOwn = true,
  ) {
    this.requests = new GraphRequests(address);
  }

  /** The id of a new container. A picture of a carousel has no caption and no flag. */
  createPicture(picture: GraphPicture, post: GraphPost | undefined): Promise<GraphAnswer<string>> {
    const alt: Record<string, string> = picture.altText ? { alt_text: picture.altText } : {};
    const more = post ? textsOf(post) : { is_carousel_item: 'true' };
    return this.create({ image_url: picture.imageUrl, ...alt, ...more });
  }

  /** @param children containers of pictures in their order, 2 to 10 */
  createCarousel(children: readonly string[], post: GraphPost): Promise<GraphAnswer<string>> {
    return this.create({ media_type: 'CAROUSEL', children: children.join(','), ...textsOf(post) });
  }

  status(containerId: string): Promise<GraphAnswer<ContainerStatus>> {
    return this.requests.get(this.requests.path(containerId), { fields: 'status_code,status' }, (value) => {
      const found = containerStatuses.find((status) => status === value['status_code']);
      if (!found) throw new UnreadableAnswer();
      return found;
    });
  }

  /** The id of the medium. Sent once; only the status of the container says what became of it. */
  publish(containerId: string): Promise<GraphAnswer<string>> {
    const path = this.requests.path(this.accountId, 'media_publish');
    return this.requests.post(path, { creation_id: containerId }, ({ id }) => idOf(id));
  }

  quota(): Promise<GraphAnswer<GraphQuota>> {
    const path = this.requests.path(this.accountId, 'content_publishing_limit');
    return this.requests.get(path, { fields: 'quota_usage,config' }, ({ data }) => {
      const [row] = Array.isArray(data) ? (data as unknown[]) : [];
      const { quota_usage: used, config } = objectOf(row);
      return { used: countOf(used), total: countOf(field(config, 'quota_total')) };
    });
  }

  /** The newest media, at most 25. */
  media(): Promise<GraphAnswer<GraphMedium[]>> {
    const query = { fields: MEDIUM_FIELDS, limit: String(LISTED_MEDIA) };
    return this.requests.get(this.requests.path(this.accountId, 'media'), query, ({ data }) => {
      if (!Array.isArray(data)) throw new UnreadableAnswer();
      return data.slice(0, LISTED_MEDIA).flatMap(mediumOf);
    });
  }

  permalink(mediaId: string): Promise<GraphAnswer<string | null>> {
    const path = this.requests.path(mediaId);
    return this.requests.get(path, { fields: 'permalink' }, ({ permalink }) => permalinkOf(permalink));
  }

  /** Whose token it is. */
  profile(): Promise<GraphAnswer<GraphProfile>> {
    // Of an account that is reached over a page of Facebook, `me` is the page.
    const [path, name] = this.isOwn ? (['me', 'user_id'] as const) : ([this.accountId, 'id'] as const);
    return this.requests.get(this.requests.path(path), { fields: `${name},username` }, ({ [name]: id, username }) => ({
      id: idOf(id),
      username: typeof username === 'string' ? textOf(username, 100) : null,
    }));
  }

  /** Of a token that is at least a day old. The one before stays valid. */
  refreshToken(): Promise<GraphAnswer<GraphToken>> {
    return this.requests.get('refresh_access_token', { grant_type: 'ig_refresh_token' }, (value) => ({
      token: tokenOf(value['access_token']),
      expiresIn: lifeOf(value['expires_in']),
    }));
  }

  private create(parameters: Record<string, string>): Promise<GraphAnswer<string>> {
    return this.requests.post(this.requests.path(this.accountId, 'media'), parameters, ({ id }) => idOf(id));
  }
}

const textsOf = ({ caption, isAiGenerated }: GraphPost): Record<string, string> => ({
  ...(caption && { caption }),
  ...(isAiGenerated && { is_ai_generated: 'true' }),
});

/** None where it cannot be read: the others can. */
function mediumOf(value: unknown): GraphMedium[] {
  try {
    const { id, timestamp, media_type: type, caption, permalink } = objectOf(value);
    const facts = { id: idOf(id), at: timeOf(timestamp), type: textOf(type, 50), permalink: permalinkOf(permalink) };
    return [{ ...facts, caption: typeof caption === 'string' ? textOf(caption, MOST_CAPTION) : undefined }];
  } catch (error) {
    if (error instanceof UnreadableAnswer) return [];
    throw error;
  }
}
