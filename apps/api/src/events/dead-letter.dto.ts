import { ApiProperty } from '@nestjs/swagger';
import type { DeadLetter } from '@trellis/events';

export class DeadLetterResponse {
  static readonly example = {
    id: '6f9619ff-8b86-4d01-b42d-00cf4fc964ff',
    subscription: 'clustering.link-winner',
    name: 'pipeline.run-completed',
    event: { eventId: '01890a5d-ac96-774b-bcce-b302099a8061', runId: '01890a5d-ac96-774b-bcce-b302099a805d' },
    reason: 'The object storage failed or did not answer in time. Try again later.',
    attempts: 10,
    recordedAt: '2026-11-23T10:00:00.000Z',
    diedAt: '2026-11-23T10:17:03.000Z',
  };

  @ApiProperty({ type: String, format: 'uuid' }) id!: string;
  @ApiProperty({ type: String, description: 'the subscription that failed' }) subscription!: string;
  @ApiProperty({ type: String }) name!: string;
  @ApiProperty({ type: Object, description: 'the event as it was recorded' }) event!: object;
  @ApiProperty({ type: String, description: 'why the last attempt failed' }) reason!: string;
  @ApiProperty({ type: Number }) attempts!: number;
  @ApiProperty({ type: String, format: 'date-time' }) recordedAt!: Date;
  @ApiProperty({ type: String, format: 'date-time' }) diedAt!: Date;

  static of(this: void, { position: _position, version: _version, ...letter }: DeadLetter): DeadLetterResponse {
    return letter;
  }
}
