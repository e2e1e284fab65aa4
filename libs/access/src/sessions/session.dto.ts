import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsVisible, AreNames, Optional, OptionalText } from '@trellis/http';
import { canonicalName } from '@trellis/kernel';
import type { ApiKeyRow } from '../keys/api-keys.service.ts';
import type { Role } from '../keys/role.ts';
import type { SessionRow } from './sessions.service.ts';

const roles = ['viewer', 'operator', 'admin'] as const;

export class SignInDto {
  static readonly example = { key: 'trellis_01890a5dac96774bbcceb302099a805f_…', by: 'Ada' };

  @OptionalText(200, { least: 1, description: 'an API key; this or code' })
  key?: string;

  @OptionalText(200, { least: 1, description: 'the code of a sign-in link; this or key' })
  code?: string;

  @ApiProperty({
    type: String,
    required: false,
    minLength: 1,
    maxLength: 60,
    description: 'the name of the person, for the audit log; it gives no right',
  })
  @Optional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? canonicalName(value) : value))
  @AreNames(60, { each: false })
  @IsVisible()
  by?: string;
}

/** Who a request comes from. */
export class WhoResponse {
  static readonly example = {
    name: 'admin frontend',
    role: 'operator',
    keyId: '01890a5d-ac96-774b-bcce-b302099a805f',
    by: 'Ada',
    expiresAt: '2026-11-23T22:00:00.000Z',
  };

  @ApiProperty({ type: String, description: 'of the key' }) name!: string;
  @ApiProperty({ enum: roles }) role!: Role;
  @ApiProperty({ type: String, format: 'uuid' }) keyId!: string;
  @ApiProperty({ type: String, nullable: true }) by!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'null for a key of its own' })
  expiresAt!: Date | null;
}

export class SessionResponse implements SessionRow {
  static readonly example = {
    id: '01890a5d-ac96-774b-bcce-b302099a8061',
    keyId: '01890a5d-ac96-774b-bcce-b302099a805f',
    keyName: 'admin frontend',
    role: 'operator',
    by: 'Ada',
    address: '192.0.2.7',
    createdAt: '2026-11-23T10:00:00.000Z',
    expiresAt: '2026-11-23T22:00:00.000Z',
    endedAt: null,
  };

  @ApiProperty({ type: String, format: 'uuid' }) id!: string;
  @ApiProperty({ type: String, format: 'uuid' }) keyId!: string;
  @ApiProperty({ type: String }) keyName!: string;
  @ApiProperty({ enum: roles }) role!: Role;
  @ApiProperty({ type: String, nullable: true }) by!: string | null;
  @ApiProperty({ type: String }) address!: string;
  @ApiProperty({ type: String, format: 'date-time' }) createdAt!: Date;
  @ApiProperty({ type: String, format: 'date-time' }) expiresAt!: Date;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'signed out, or its key revoked' })
  endedAt!: Date | null;
}

/** Who a request comes from, by its key and its session. */
export const whoOf = (
  { id, name, role }: ApiKeyRow,
  session?: { by: string | null; expiresAt: Date },
): WhoResponse => ({
  name,
  role,
  keyId: id,
  by: session?.by ?? null,
  expiresAt: session?.expiresAt ?? null,
});
