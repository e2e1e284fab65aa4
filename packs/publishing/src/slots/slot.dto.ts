import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, Matches, ValidateNested } from 'class-validator';
import { IsCalendarDate, OptionalId, WholeNumber } from '@trellis/http';

const ID = '01890a5d-ac96-774b-bcce-b302099a8057';
const MOST_SLOTS = 200;

export class SlotDto {
  @WholeNumber(1, 7, { description: '1 is Monday', example: 1 })
  weekday!: number;

  @ApiProperty({ type: String, example: '18:30', description: "in the account's zone" })
  @Matches(/^([01]\d|2[0-3]):[0-5]\d$/, { message: 'must be a time from 00:00 to 23:59' })
  localTime!: string;

  @OptionalId({ nullable: true, description: 'only posts of this pillar; without it the plan chooses one' })
  pillarId?: string | null;
}

export class SlotsDto {
  static readonly example = { slots: [{ weekday: 1, localTime: '18:30', pillarId: null }] };

  @ApiProperty({ type: [SlotDto], maxItems: MOST_SLOTS })
  @IsArray({ message: 'must be a list' })
  @ArrayMaxSize(MOST_SLOTS, { message: `must have at most ${MOST_SLOTS} slots` })
  @ValidateNested({ each: true, message: 'must be a list of slots' })
  @Type(() => SlotDto)
  slots!: SlotDto[];
}

/** From one local date to another, both included. */
export class DatesQuery {
  @ApiProperty({ type: String, format: 'date', example: '2026-12-01' })
  @IsCalendarDate()
  from!: string;

  @ApiProperty({ type: String, format: 'date', example: '2026-12-07' })
  @IsCalendarDate()
  to!: string;
}

export class SlotResponse {
  @ApiProperty({ type: String, format: 'uuid' }) id!: string;
  @ApiProperty({ type: Number }) weekday!: number;
  @ApiProperty({ type: String }) localTime!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) pillarId!: string | null;
}

export class SlotsResponse {
  static readonly example = { slots: [{ id: ID, weekday: 1, localTime: '18:30', pillarId: null }] };

  @ApiProperty({ type: [SlotResponse] }) slots!: SlotResponse[];
}

export class OccurrenceResponse {
  @ApiProperty({ type: String, format: 'uuid' }) slotId!: string;
  @ApiProperty({ type: String, example: '2026-12-07T18:30' }) local!: string;
  @ApiProperty({ type: String, format: 'date-time' }) at!: Date;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) pillarId!: string | null;
}

export class SlotsPreviewResponse {
  static readonly example = {
    items: [{ slotId: ID, local: '2026-12-07T18:30', at: '2026-12-07T17:30:00.000Z', pillarId: null }],
  };

  @ApiProperty({ type: [OccurrenceResponse] }) items!: OccurrenceResponse[];
}
