import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Actor, Operation } from '@trellis/access';
import { aiProblems } from '@trellis/ai';
import { clusteringProblems } from '@trellis/clustering';
import { pillarProblems } from '@trellis/content-pillars';
import { IdParam } from '@trellis/http';
import { inBody } from '@trellis/kernel';
import { strategyProblems } from '../strategy.problems.ts';
import { BatchResponse, OrderBatchDto, OrderedBatchResponse } from './batch.dto.ts';
import { BatchesService } from './batches.service.ts';
import { OrderBatchService } from './order-batch.service.ts';

@ApiTags('strategy')
@Controller()
export class BatchesController {
  constructor(
    private readonly batches: BatchesService,
    private readonly orders: OrderBatchService,
  ) {}

  @Post('pillars/:id/suggestions')
  @Operation({
    id: 'suggest',
    summary: 'Have ideas written for a pillar',
    role: 'operator',
    status: 202,
    body: OrderBatchDto,
    answer: OrderedBatchResponse,
    problems: [
      pillarProblems.pillar_not_found,
      inBody(clusteringProblems.cluster_not_found),
      strategyProblems.batch_running,
      aiProblems.ai_budget_exhausted,
    ],
  })
  async order(
    @IdParam() id: string,
    @Body() order: OrderBatchDto,
    @Actor() actor: string,
  ): Promise<OrderedBatchResponse> {
    return { batchId: await this.orders.execute(id, order, actor) };
  }

  @Get('suggestion-batches/:id')
  @Operation({
    id: 'getSuggestionBatch',
    summary: 'Read a batch: how far it is, and its ideas once it is done',
    role: 'viewer',
    answer: BatchResponse,
    problems: [strategyProblems.suggestion_batch_not_found],
  })
  get(@IdParam() id: string): Promise<BatchResponse> {
    return this.batches.get(id);
  }
}
