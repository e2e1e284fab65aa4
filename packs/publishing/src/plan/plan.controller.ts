import { Body, Controller, Post } from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import { Operation } from '@trellis/access';
import { IdParam, IsCalendarDate, OptionalFlag, OptionalOneOf } from '@trellis/http';
import { ProblemOfPost } from '../problems/problem-of-post.dto.ts';
import { publishingProblems } from '../publishing.problems.ts';
import type { PhotoOrder } from './plan-frame.ts';
import { PlanService } from './plan.service.ts';

const ID = '01890a5d-ac96-774b-bcce-b302099a8057';
const id = { type: String, format: 'uuid', nullable: true } as const;

export class PlanDto {
  static readonly example = { from: '2026-12-01', to: '2026-12-31', dryRun: true };

  @ApiProperty({ type: String, format: 'date', description: "a local date of the account's zone" })
  @IsCalendarDate()
  from!: string;

  @ApiProperty({ type: String, format: 'date', description: 'included; at most 366 days' })
  @IsCalendarDate()
  to!: string;

  @OptionalFlag({ default: false, description: 'true: the same choices, and no posts' })
  dryRun?: boolean;

  @OptionalOneOf(['oldest', 'newest'], { default: 'oldest', description: 'which photo is taken first' })
  order?: PhotoOrder;
}

export class PlanItemResponse {
  @ApiProperty({ type: String, format: 'uuid' }) slotId!: string;
  @ApiProperty({ type: String, format: 'date-time' }) at!: Date;
  @ApiProperty({ type: String, example: '2026-12-07T18:30' }) local!: string;
  @ApiProperty(id) pillarId!: string | null;
  @ApiProperty(id) clusterId!: string | null;
  @ApiProperty(id) photoId!: string | null;
  @ApiProperty({ ...id, description: 'null in a dry run, and for a slot that stays open; the draft that waits for it' })
  postId!: string | null;
  @ApiProperty({ type: String, description: 'why these were chosen' }) why!: string;
  @ApiProperty({
    type: String,
    nullable: true,
    description:
      'why the slot stays open (no_pillar, no_cluster, no_stock, all_similar, draft_waits, slot_taken, photo_held, photo_posted), or why its post is a draft',
  })
  reason!: string | null;
  @ApiProperty({ type: [ProblemOfPost], description: 'of a post that is a draft' }) problems!: ProblemOfPost[];
}

export class PlanResponse {
  static readonly example = {
    items: [
      {
        slotId: ID,
        at: '2026-12-07T17:30:00.000Z',
        local: '2026-12-07T18:30',
        pillarId: ID,
        clusterId: ID,
        photoId: ID,
        postId: null,
        why: 'Daily lacks 3.0 posts in 28 days · Coffee: never used',
        reason: null,
        problems: [],
      },
    ],
  };

  @ApiProperty({ type: [PlanItemResponse] }) items!: PlanItemResponse[];
}

@ApiTags('accounts')
@Controller('accounts/:id/plan')
export class PlanController {
  constructor(private readonly plans: PlanService) {}

  @Post()
  @Operation({
    id: 'planAccount',
    summary: 'Fill the open slots of an account with posts, or show how',
    role: 'operator',
    body: PlanDto,
    answer: PlanResponse,
    problems: [publishingProblems.account_not_found, publishingProblems.account_paused],
  })
  async plan(@IdParam() accountId: string, @Body() dto: PlanDto): Promise<PlanResponse> {
    const items = await this.plans.plan(accountId, dto);
    return { items: items.map(({ problems, ...item }) => ({ ...item, problems: [...problems] })) };
  }
}
