import { ApiProperty } from '@nestjs/swagger';

/** What every answer has that PATCH changes. `updatedAt` is for If-Match. */
export abstract class EditedFields {
  @ApiProperty({ type: String, format: 'date-time', description: 'of the last change by a person; for If-Match' })
  updatedAt!: Date;

  @ApiProperty({ type: String, nullable: true, description: 'key:<name>, or key:<name> (<person>)' })
  updatedBy!: string | null;

  static readonly editedExample = { updatedAt: '2026-11-23T10:00:00.000Z', updatedBy: 'key:admin frontend' };
}
