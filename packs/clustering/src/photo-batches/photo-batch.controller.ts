import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Actor, Operation, RequireFor } from '@trellis/access';
import { BatchResultsResponse, PhotoBatchDto } from './photo-batch.dto.ts';
import { PhotoBatchService, type BatchAction } from './photo-batch.service.ts';

@ApiTags('photos')
@Controller('photos')
export class PhotoBatchController {
  constructor(private readonly batches: PhotoBatchService) {}

  @Post('batch')
  @Operation({
    id: 'changePhotos',
    summary: 'Do one thing to many photos. Each is done or refused separately; `delete` needs the role admin',
    role: 'operator',
    status: 207,
    body: PhotoBatchDto,
    answer: BatchResultsResponse,
  })
  async change(
    @Body() { photoIds, ...order }: PhotoBatchDto,
    @Actor() actor: string,
    @RequireFor() requireRole: RequireFor,
  ): Promise<BatchResultsResponse> {
    if (order.action === 'delete') requireRole('admin');
    return { results: await this.batches.execute(photoIds, order as BatchAction, actor) };
  }
}
