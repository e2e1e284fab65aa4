import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsUUID } from 'class-validator';

export class WorkflowQuery {
  @ApiPropertyOptional({ type: String, format: 'uuid', description: 'a candidate of the run' })
  @IsOptional()
  @IsUUID(undefined, { message: 'must be a UUID' })
  parentId?: string;
}

/** Whatever the template is: ComfyUI's nodes by their ids. */
export class WorkflowResponse {
  static readonly example = {
    '1': { class_type: 'CLIPTextEncode', inputs: { text: 'still life, window light', seed: 1000001 } },
  };
}
