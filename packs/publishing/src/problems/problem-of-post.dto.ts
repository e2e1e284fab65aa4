import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

export class ProblemOfPost {
  @ApiProperty({ type: String, example: 'photo_not_ready' }) code!: string;
  @ApiProperty({ type: String }) detail!: string;
  @ApiPropertyOptional({ type: Number, description: 'of the photo, from 0' }) position?: number;
}
