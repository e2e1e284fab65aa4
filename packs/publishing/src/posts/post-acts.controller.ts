import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Operation } from '@trellis/access';
import { IdParam } from '@trellis/http';
import { publishingProblems } from '../publishing.problems.ts';
import { freezingProblems } from './freezing-problems.ts';
import { MovePostService } from './move-post.service.ts';
import { ForceDto, PostedDto, ResolutionDto, TimeDto } from './post.dto.ts';
import { PostResponse, PreflightResponse } from './post-response.dto.ts';
import { PostsService } from './posts.service.ts';
import { Preflight } from './preflight.ts';
import { SchedulePostService } from './schedule-post.service.ts';

const {
  post_not_found: missing,
  illegal_transition,
  slot_taken,
  time_in_past,
  too_late,
  no_open_slot,
} = publishingProblems;
const moving = [missing, illegal_transition];
const placing = [...moving, slot_taken, time_in_past, no_open_slot, ...freezingProblems];

const act = (id: string, summary: string) => ({ id, summary, role: 'operator', answer: PostResponse }) as const;

@ApiTags('posts')
@Controller('posts/:id')
export class PostActsController {
  constructor(
    private readonly posts: PostsService,
    private readonly schedules: SchedulePostService,
    private readonly moves: MovePostService,
    private readonly preflights: Preflight,
  ) {}

  @Get('preflight')
  @Operation({
    id: 'preflightPost',
    summary: 'Show everything that keeps a post from being published, or is worth a look',
    role: 'viewer',
    answer: PreflightResponse,
    problems: [missing],
  })
  async preflight(@IdParam() id: string): Promise<PreflightResponse> {
    const { problems, warnings } = await this.preflights.of(id);
    return { ok: problems.length === 0, problems, warnings };
  }

  @Post('schedule')
  @Operation({
    ...act('schedulePost', 'Schedule a post at an instant, at a wall time of its account, or in the next open slot'),
    body: TimeDto,
    problems: placing,
  })
  schedule(@IdParam() id: string, @Body() { allowRepost, force, ...when }: TimeDto): Promise<PostResponse> {
    return this.after(id, this.schedules.schedule(id, when, { allowRepost, force }));
  }

  @Post('unschedule')
  @Operation({ ...act('unschedulePost', 'Make a scheduled post a draft again'), problems: moving })
  unschedule(@IdParam() id: string): Promise<PostResponse> {
    return this.after(id, this.moves.unschedule(id));
  }

  @Post('cancel')
  @Operation({ ...act('cancelPost', 'Cancel a post for good. Its photos are free'), problems: moving })
  cancel(@IdParam() id: string): Promise<PostResponse> {
    return this.after(id, this.moves.cancel(id));
  }

  @Post('publish')
  @Operation({
    ...act('publishPost', 'Schedule a post at once'),
    body: ForceDto,
    bodyOptional: true,
    problems: placing,
  })
  publish(@IdParam() id: string, @Body() allowed: ForceDto): Promise<PostResponse> {
    return this.after(id, this.schedules.publishNow(id, allowed));
  }

  @Post('retry')
  @Operation({
    ...act('retryPost', 'Schedule a failed post again, at its old time while that is not too late, or at a new one'),
    body: TimeDto,
    bodyOptional: true,
    problems: [...placing, too_late],
  })
  retry(@IdParam() id: string, @Body() { allowRepost, force, ...when }: TimeDto): Promise<PostResponse> {
    return this.after(id, this.schedules.retry(id, when, { allowRepost, force }));
  }

  @Post('resolution')
  @Operation({
    ...act('resolvePost', 'State what became of a post whose outcome is unknown'),
    body: ResolutionDto,
    problems: moving,
  })
  resolve(@IdParam() id: string, @Body() { outcome, permalink }: ResolutionDto): Promise<PostResponse> {
    return this.after(id, this.moves.resolve(id, outcome, permalink));
  }

  @Post('posted')
  @Operation({
    ...act('markPostAsPosted', 'State that a person has posted it, and where'),
    body: PostedDto,
    problems: moving,
  })
  posted(@IdParam() id: string, @Body() { postedAt, permalink }: PostedDto): Promise<PostResponse> {
    return this.after(id, this.moves.posted(id, new Date(postedAt), permalink));
  }

  private async after(id: string, done: Promise<void>): Promise<PostResponse> {
    await done;
    return this.posts.get(id);
  }
}
