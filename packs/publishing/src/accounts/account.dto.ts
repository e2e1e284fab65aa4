import { ApiProperty, ApiPropertyOptional, OmitType, PartialType } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import {
  AreNames,
  EditedFields,
  IsMoment,
  IsName,
  IsTimeZone,
  Optional,
  OptionalOneOf,
  OptionalWholeNumber,
  OneOf,
  Text,
} from '@trellis/http';
import { hosts, providerNames, type ProviderName } from './account.entity.ts';
import type { AccountView } from './account-view.ts';

const ID = '01890a5d-ac96-774b-bcce-b302099a8057';

export class CreateAccountDto {
  static readonly example = { provider: 'manual', name: 'north quay on Instagram', timeZone: 'Europe/Berlin' };

  @OneOf(providerNames, { description: 'manual: a person posts; instagram: Trellis posts' })
  provider!: ProviderName;

  @IsName('north quay on Instagram')
  name!: string;

  @ApiPropertyOptional({ type: String, nullable: true, description: "the provider's id of the account" })
  @Optional({ nullable: true })
  @AreNames(100, { each: false })
  externalId?: string | null;

  @OptionalOneOf(hosts, { nullable: true, description: 'of Instagram accounts; default graph.instagram.com' })
  host?: (typeof hosts)[number] | null;

  @ApiPropertyOptional({ type: String, description: "IANA; default the persona's", example: 'Europe/Berlin' })
  @Optional()
  @IsTimeZone()
  timeZone?: string;

  @OptionalWholeNumber(0, 10_080, { default: 60, description: 'minutes between two posts, at least' })
  minGapMinutes?: number;
}

export class UpdateAccountDto extends PartialType(OmitType(CreateAccountDto, ['provider'] as const), {
  skipNullProperties: false,
}) {
  static readonly example = { minGapMinutes: 90 };

  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    nullable: true,
    description: "when a person saw that the profile has Instagram's own label for AI switched on",
  })
  @Optional({ nullable: true })
  @IsMoment()
  aiProfileConfirmedAt?: string | null;
}

export class TokenDto {
  static readonly example = { token: 'IGQ…' };

  @Text(4_000, { least: 1 })
  @Matches(/^[\x21-\x7e]*$/, { message: 'must be printable ASCII without spaces' })
  token!: string;
}

class QuotaResponse {
  @ApiProperty({ type: Number }) used!: number;
  @ApiProperty({ type: Number }) total!: number;
  @ApiProperty({ type: String, format: 'date-time' }) at!: Date;
}

class TokenResponse {
  @ApiProperty({ type: Boolean }) set!: boolean;
  @ApiProperty({ type: String, nullable: true, description: 'its last four characters' }) last4!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) setAt!: Date | null;
  @ApiProperty({ type: String, nullable: true }) setBy!: string | null;
}

export class AccountResponse extends EditedFields implements AccountView {
  static readonly example = {
    id: ID,
    personaId: ID,
    provider: 'manual',
    name: 'north quay on Instagram',
    externalId: null,
    host: null,
    timeZone: 'Europe/Berlin',
    token: { set: false, last4: null, setAt: null, setBy: null },
    tokenExpiresAt: null,
    minGapMinutes: 60,
    pausedAt: null,
    pauseReason: null,
    quota: null,
    aiProfileConfirmedAt: null,
    createdAt: '2026-11-23T10:00:00.000Z',
    ...EditedFields.editedExample,
  };

  @ApiProperty({ type: String, format: 'uuid' }) id!: string;
  @ApiProperty({ type: String, format: 'uuid' }) personaId!: string;
  @ApiProperty({ enum: providerNames }) provider!: ProviderName;
  @ApiProperty({ type: String }) name!: string;
  @ApiProperty({ type: String, nullable: true }) externalId!: string | null;
  @ApiProperty({ type: String, nullable: true }) host!: string | null;
  @ApiProperty({ type: String }) timeZone!: string;
  @ApiProperty({ type: TokenResponse, description: 'whether there is one; the token is never shown' })
  token!: TokenResponse;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) tokenExpiresAt!: Date | null;
  @ApiProperty({ type: Number }) minGapMinutes!: number;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) pausedAt!: Date | null;
  @ApiProperty({ type: String, nullable: true }) pauseReason!: string | null;
  @ApiProperty({ type: QuotaResponse, nullable: true }) quota!: QuotaResponse | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) aiProfileConfirmedAt!: Date | null;
  @ApiProperty({ type: String, format: 'date-time' }) createdAt!: Date;
}
