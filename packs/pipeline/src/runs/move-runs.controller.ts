import { Body, Controller, Patch } from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsUUID, ValidateIf } from 'class-validator';
import { Ids } from '@trellis/http';
import { Actor, Operation } from '@trellis/access';
import { MoveRunsService, type MovedRun } from './move-runs.service.ts';

class MoveRunsDto {
  static readonly example = {
    ids: ['01890a5d-ac96-774b-bcce-b302099a805d'],
    clusterId: '01890a5d-ac96-774b-bcce-b302099a805b',
  };

  @Ids(200)
  ids!: string[];

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'null for no cluster' })
  @ValidateIf(({ clusterId }: MoveRunsDto) => clusterId !== null)
  @IsUUID()
  clusterId!: string | null;
}

class MovedRunResponse implements MovedRun {
  @ApiProperty({ type: String, format: 'uuid' }) id!: string;
  @ApiProperty({ enum: ['done', 'refused'] }) status!: 'done' | 'refused';
  @ApiProperty({ type: String, nullable: true }) code!: string | null;
  @ApiProperty({ type: String, nullable: true }) detail!: string | null;
}

class MovedRunsResponse {
  static readonly example = {
    results: [{ id: '01890a5d-ac96-774b-bcce-b302099a805d', status: 'done', code: null, detail: null }],
  };

  @ApiProperty({ type: [MovedRunResponse], description: 'In the order sent' })
  results!: MovedRunResponse[];
}

@ApiTags('runs')
@Controller('runs')
export class MoveRunsController {
  constructor(private readonly runs: MoveRunsService) {}

  @Patch()
  @Operation({
    id: 'moveRuns',
    summary: 'Put many runs into a cluster, or out of one. Each is done or refused separately',
    role: 'operator',
    status: 207,
    body: MoveRunsDto,
    answer: MovedRunsResponse,
  })
  async move(@Body() { ids, clusterId }: MoveRunsDto, @Actor() actor: string): Promise<MovedRunsResponse> {
    return { results: await this.runs.move(ids, clusterId, actor) };
  }
}
