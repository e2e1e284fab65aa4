import { ApiProperty } from '@nestjs/swagger';
import { OneOf, IsName, IsVisible } from '@trellis/http';
import type { ApiKeyRow } from './api-keys.service.ts';
import type { Role } from './role.ts';

const roles = ['viewer', 'operator', 'admin'] as const;

export class CreateKeyDto {
  static readonly example = { name: 'admin frontend', role: 'operator' };

  @IsName('admin frontend')
  @IsVisible()
  name!: string;

  @OneOf(roles)
  role!: Role;
}

export class KeyResponse implements ApiKeyRow {
  static readonly example = {
    id: '01890a5d-ac96-774b-bcce-b302099a805f',
    name: 'admin frontend',
    role: 'operator',
    createdAt: '2026-11-23T10:00:00.000Z',
    lastUsedAt: null,
    revokedAt: null,
  };

  @ApiProperty({ type: String, format: 'uuid' }) id!: string;
  @ApiProperty({ type: String }) name!: string;
  @ApiProperty({ enum: roles }) role!: Role;
  @ApiProperty({ type: String, format: 'date-time' }) createdAt!: Date;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) lastUsedAt!: Date | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) revokedAt!: Date | null;
}

export class CreatedKeyResponse extends KeyResponse {
  static override readonly example = { ...KeyResponse.example, key: 'trellis_01890a5dac96774bbcceb302099a805f_…' };

  @ApiProperty({ type: String, description: 'shown once' }) key!: string;
}
