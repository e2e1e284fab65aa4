import { ApiProperty } from '@nestjs/swagger';
import { OptionalText, PageQuery } from '@trellis/http';

export class AuditQuery extends PageQuery {
  @OptionalText(50, { example: 'photo' })
  subjectType?: string;

  @OptionalText(200)
  subjectId?: string;

  @OptionalText(300, { example: 'key:admin frontend' })
  actor?: string;
}

export class AuditEntryResponse {
  static readonly example = {
    id: '01890a5d-ac96-774b-bcce-b302099a8060',
    at: '2026-11-23T10:00:00.000Z',
    actor: 'key:admin frontend',
    actorId: '01890a5d-ac96-774b-bcce-b302099a805f',
    action: 'run.winner_changed',
    subjectType: 'run',
    subjectId: '01890a5d-ac96-774b-bcce-b302099a805d',
    data: { from: null, to: '01890a5d-ac96-774b-bcce-b302099a805c' },
  };

  @ApiProperty({ type: String, format: 'uuid' }) id!: string;
  @ApiProperty({ type: String, format: 'date-time' }) at!: Date;
  @ApiProperty({ type: String, description: 'key:<name>, worker, cli or system' }) actor!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'the key' }) actorId!: string | null;
  @ApiProperty({ type: String }) action!: string;
  @ApiProperty({ type: String }) subjectType!: string;
  @ApiProperty({ type: String }) subjectId!: string;
  @ApiProperty({ type: Object, additionalProperties: true }) data!: object;
}
