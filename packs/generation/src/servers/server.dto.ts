import { ApiProperty, ApiPropertyOptional, OmitType, PartialType } from '@nestjs/swagger';
import { Matches, MaxLength, MinLength } from 'class-validator';
import { EditedFields, IsName, Optional, OptionalFlag, OptionalOneOf } from '@trellis/http';
import { parentImageWays, serverStates, type ParentImages, type ServerState } from './comfy-server.entity.ts';
import { IsServerUrl } from './is-server-url.ts';
import type { ServerView } from './server-view.ts';

const ID = '01890a5d-ac96-774b-bcce-b302099a8057';

export class CreateServerDto {
  static readonly example = { name: 'workshop', baseUrl: 'http://192.168.1.20:8188' };

  @IsName('workshop')
  name!: string;

  @ApiProperty({
    type: String,
    description: 'http(s), also with a path before the routes of ComfyUI; without credentials',
    example: 'http://192.168.1.20:8188',
  })
  @IsServerUrl()
  baseUrl!: string;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'bearer token of a proxy before the server. It is stored encrypted, and never shown',
  })
  @Optional({ nullable: true })
  @MinLength(1, { message: 'must not be empty' })
  @MaxLength(4_000, { message: 'must have at most 4000 characters' })
  @Matches(/^[\x21-\x7e]*$/, { message: 'must be printable ASCII without spaces' })
  token?: string | null;

  @OptionalOneOf(parentImageWays, {
    default: 'upload',
    description:
      'how the file of a parent gets there; path: the server sees the folder of candidates at the same place',
  })
  parentImages?: ParentImages;
}

export class UpdateServerDto extends PartialType(OmitType(CreateServerDto, [] as const), {
  skipNullProperties: false,
}) {
  static readonly example = { disabled: true };

  @OptionalFlag({ description: 'a disabled server gets no work; what it is making is finished' })
  disabled?: boolean;
}

class ServerTokenResponse {
  @ApiProperty({ type: Boolean }) set!: boolean;
  @ApiProperty({ type: String, nullable: true, description: 'its last four characters' }) last4!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) setAt!: Date | null;
  @ApiProperty({ type: String, nullable: true }) setBy!: string | null;
}

export class ServerResponse extends EditedFields implements ServerView {
  static readonly example = {
    ...{ id: ID, name: 'workshop', baseUrl: 'http://192.168.1.20:8188' },
    token: { set: false, last4: null, setAt: null, setBy: null },
    ...{ parentImages: 'upload', state: 'up', reason: null, version: '0.33.0' },
    answeredAt: '2026-12-01T10:00:00.000Z',
    createdAt: '2026-11-23T10:00:00.000Z',
    ...EditedFields.editedExample,
  };

  @ApiProperty({ type: String, format: 'uuid' }) id!: string;
  @ApiProperty({ type: String }) name!: string;
  @ApiProperty({ type: String }) baseUrl!: string;
  @ApiProperty({ type: ServerTokenResponse, description: 'whether there is one; the token is never shown' })
  token!: ServerTokenResponse;
  @ApiProperty({ enum: parentImageWays }) parentImages!: ParentImages;
  @ApiProperty({
    enum: serverStates,
    description: 'busy_elsewhere: it works for others; stuck: it answers and makes nothing',
  })
  state!: ServerState;
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'why it is down or stuck, in one word; null: never asked yet',
  })
  reason!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'of ComfyUI' }) version!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'when it began to answer' })
  answeredAt!: Date | null;
  @ApiProperty({ type: String, format: 'date-time' }) createdAt!: Date;
}
