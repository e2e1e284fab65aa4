import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

class FieldProblem {
  @ApiProperty({ type: String, example: 'name' })
  path!: string;

  @ApiProperty({ type: String, example: 'must have 1 to 200 characters' })
  message!: string;
}

class PostProblem {
  @ApiProperty({ type: String, example: 'photo_not_ready' })
  code!: string;

  @ApiProperty({ type: String })
  detail!: string;

  @ApiPropertyOptional({ type: Number, description: 'of the photo, from 0' })
  position?: number;
}

/** RFC 9457 problem details. */
export class ProblemResponse {
  @ApiProperty({ type: String, example: 'urn:trellis:problem:validation_failed' })
  type!: string;

  @ApiProperty({ type: String })
  title!: string;

  @ApiProperty({ type: Number })
  status!: number;

  @ApiProperty({ type: String })
  detail!: string;

  @ApiProperty({ type: String })
  instance!: string;

  @ApiProperty({ type: String, description: 'every code of this version' })
  code!: string;

  @ApiPropertyOptional({ type: [FieldProblem] })
  errors?: FieldProblem[];

  @ApiPropertyOptional({ type: 'object', additionalProperties: true, description: 'of stale: what it is now' })
  current?: object;

  @ApiPropertyOptional({ type: String, nullable: true, description: 'of stale' })
  changedBy?: string | null;

  @ApiPropertyOptional({ type: String, format: 'date-time', description: 'of stale' })
  changedAt?: Date;

  @ApiPropertyOptional({ type: [String], description: 'of policy_blocked: the ids of the rules' })
  rules?: string[];

  @ApiPropertyOptional({ type: String, format: 'uuid', description: 'the post that a refusal is about' })
  postId?: string;

  @ApiPropertyOptional({ type: [PostProblem], description: 'of preflight_failed' })
  problems?: PostProblem[];
}
