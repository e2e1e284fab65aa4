import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { QueryFlag } from './fields.ts';
import type { PageRequest } from '@trellis/database';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

/** The parameters of every list. */
export class PageQuery implements PageRequest {
  @ApiPropertyOptional({ type: Number, minimum: 1, maximum: 200, default: 50 })
  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: 'must be a whole number from 1 to 200' })
  @Min(1, { message: 'must be a whole number from 1 to 200' })
  @Max(200, { message: 'must be a whole number from 1 to 200' })
  limit?: number;

  @ApiPropertyOptional({ type: String, description: 'nextCursor of the previous page' })
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  cursor?: string;

  @QueryFlag({ description: 'true: also the number of all, exact up to 10,000' })
  total?: boolean;
}
