import { Controller, Get, Post, Query, Req, type StreamableFile } from '@nestjs/common';
import { ApiExtraModels, ApiTags, getSchemaPath } from '@nestjs/swagger';
import {
  IdParam,
  SendFile,
  formOf,
  onlyId,
  httpProblems,
  isMultipart,
  validated,
  type FileSender,
  type MultipartRequest,
} from '@trellis/http';
import { imageIsGone, imageProblems } from '@trellis/images';
import { commonProblems, inBody, ValidationFailedError } from '@trellis/kernel';
import { databaseProblems, mapPage, type Page } from '@trellis/database';
import { Operation } from '@trellis/access';
import {
  CandidateOrId,
  CandidatePlaceDto,
  CandidateResponse,
  CandidatesQuery,
  RegisterCandidateDto,
} from './candidate.dto.ts';
import { folderLeadsOut } from './candidate.errors.ts';
import { CandidatesService } from './candidates.service.ts';
import { RegisterCandidateService } from './register-candidate.service.ts';
import { pipelineProblems } from '../pipeline.problems.ts';

const images = [
  imageProblems.image_outside_roots,
  imageProblems.image_missing,
  imageProblems.not_an_image,
  imageProblems.image_too_large,
] as const;
const references = [
  inBody(pipelineProblems.step_not_found),
  inBody(pipelineProblems.candidate_not_found),
  pipelineProblems.candidate_rejected,
] as const;
const form = {
  type: 'object',
  required: ['file', 'stepId'],
  properties: {
    file: { type: 'string', format: 'binary' },
    stepId: { type: 'string', format: 'uuid' },
    parentId: { type: 'string', format: 'uuid' },
  },
};
const byPath = {
  schema: { $ref: getSchemaPath(RegisterCandidateDto) },
  examples: { path: { value: RegisterCandidateDto.example } },
};

@ApiTags('candidates')
@Controller()
export class CandidatesController {
  constructor(
    private readonly candidates: CandidatesService,
    private readonly registration: RegisterCandidateService,
  ) {}

  @Post('runs/:id/candidates')
  @Operation({
    id: 'registerCandidate',
    summary: 'Register a candidate by the path of its file or by upload',
    role: 'operator',
    status: 201,
    content: { 'application/json': byPath, 'multipart/form-data': { schema: form } },
    answer: CandidateResponse,
    problems: [
      pipelineProblems.run_not_found,
      pipelineProblems.run_closed,
      commonProblems.too_busy,
      folderLeadsOut,
      ...references,
      ...images,
    ],
  })
  @ApiExtraModels(RegisterCandidateDto)
  async register(@IdParam() id: string, @Req() request: MultipartRequest): Promise<CandidateResponse> {
    await this.registration.requireOpen(id);
    if (!isMultipart(request)) {
      const dto = await validated(RegisterCandidateDto, request.body);
      return CandidateResponse.of(await this.registration.fromPath(id, dto));
    }
    const { fields, file } = await formOf(request, 'file', ['stepId', 'parentId']);
    const place = await validated(CandidatePlaceDto, fields);
    if (!file) throw new ValidationFailedError([{ path: 'file', message: 'must be sent as a file' }]);
    return CandidateResponse.of(await this.registration.fromUpload(id, place, file.bytes));
  }

  @Get('runs/:id/candidates')
  @Operation({
    id: 'listCandidates',
    summary: 'List the candidates of a run',
    role: 'viewer',
    answer: CandidateOrId,
    list: true,
    problems: [pipelineProblems.run_not_found, databaseProblems.invalid_cursor],
  })
  async list(
    @IdParam() id: string,
    @Query() { fields, ...filter }: CandidatesQuery,
  ): Promise<Page<CandidateResponse | { id: string }>> {
    const page = await this.candidates.list(id, filter);
    return fields ? mapPage(page, onlyId) : mapPage(page, CandidateResponse.of);
  }

  @Get('candidates/:id')
  @Operation({
    id: 'getCandidate',
    summary: 'Read a candidate',
    role: 'viewer',
    answer: CandidateResponse,
    problems: [pipelineProblems.candidate_not_found],
  })
  async get(@IdParam() id: string): Promise<CandidateResponse> {
    return CandidateResponse.of(await this.candidates.get(id));
  }

  @Get('candidates/:id/image')
  @Operation({
    id: 'getCandidateImage',
    summary: 'Download the image of a candidate',
    role: 'viewer',
    picture: true,
    file: ['image/png', 'image/jpeg', 'image/webp'],
    problems: [
      pipelineProblems.candidate_not_found,
      pipelineProblems.image_changed,
      imageIsGone,
      httpProblems.range_not_satisfiable,
    ],
  })
  async image(@IdParam() id: string, @SendFile() send: FileSender): Promise<StreamableFile | undefined> {
    return send(await this.candidates.image(id));
  }
}
