import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Operation } from '@trellis/access';
import { IdParam } from '@trellis/http';
import { pipelineProblems } from '@trellis/pipeline';
import { generationProblems } from '../generation.problems.ts';
import { GenerationResponse, PauseGenerationDto, StartGenerationDto } from './generation.dto.ts';
import { ReadGenerationService } from './read-generation.service.ts';
import { SteerGenerationService } from './steer-generation.service.ts';

const { run_not_found: missing, run_closed: closed } = pipelineProblems;
const { generation_off: off } = generationProblems;

@ApiTags('generation')
@Controller('runs/:id/generation')
export class GenerationController {
  constructor(
    private readonly reading: ReadGenerationService,
    private readonly steering: SteerGenerationService,
  ) {}

  @Get()
  @Operation({
    id: 'getGeneration',
    summary: 'Read how the generation of a run stands, and why it waits',
    role: 'viewer',
    answer: GenerationResponse,
    problems: [missing],
  })
  get(@IdParam() id: string): Promise<GenerationResponse> {
    return this.reading.get(id);
  }

  @Post()
  @Operation({
    id: 'startGeneration',
    summary: 'Have candidates made for a run, or change how many; ends a pause and a block',
    role: 'operator',
    body: StartGenerationDto,
    answer: GenerationResponse,
    problems: [missing, closed],
  })
  async start(@IdParam() id: string, @Body() { maxChildren }: StartGenerationDto): Promise<GenerationResponse> {
    await this.steering.start(id, maxChildren);
    return this.reading.get(id);
  }

  @Post('pause')
  @Operation({
    id: 'pauseGeneration',
    summary: 'Begin nothing more for a run until it is resumed',
    role: 'operator',
    body: PauseGenerationDto,
    answer: GenerationResponse,
    problems: [missing, off],
  })
  async pause(@IdParam() id: string, @Body() { cancel = false }: PauseGenerationDto): Promise<GenerationResponse> {
    await this.steering.pause(id, cancel);
    return this.reading.get(id);
  }

  @Post('resume')
  @Operation({
    id: 'resumeGeneration',
    summary: 'Go on with the generation of a run; ends a block',
    role: 'operator',
    answer: GenerationResponse,
    problems: [missing, closed, off],
  })
  async resume(@IdParam() id: string): Promise<GenerationResponse> {
    await this.steering.resume(id);
    return this.reading.get(id);
  }
}
