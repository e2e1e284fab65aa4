import { IsIn, IsOptional, Matches } from 'class-validator';
import { Setting } from '@trellis/config';

export class InstagramSettings {
  @Setting({
    shown: 'none',
    read: (text) => text.trim().replace(/\/+$/, ''),
    doc: 'Address of another server than `https://graph.instagram.com`, such as the fake of the tests',
  })
  @IsOptional()
  @Matches(/^https?:\/\/[^\s/?#@]+$/, { message: 'must be http:// or https:// with a host, without a path' })
  INSTAGRAM_GRAPH_URL?: string;

  @Setting({ fallback: 'v26.0', read: (text) => text.trim(), doc: 'Version of the Graph API' })
  @Matches(/^v\d{1,2}\.\d$/, { message: 'must be a version such as v26.0' })
  INSTAGRAM_GRAPH_VERSION!: string;

  @Setting({ fallback: 'header', doc: '`query`: the token is sent in the address, for hosts that take no header' })
  @IsIn(['header', 'query'], { message: 'must be header or query' })
  INSTAGRAM_TOKEN_IN!: 'header' | 'query';
}
