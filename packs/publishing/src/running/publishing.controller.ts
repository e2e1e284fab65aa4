import { Controller, Get, Post } from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import { Operation } from '@trellis/access';
import { Database } from '@trellis/database';
import { IS_DUE } from '../posts/post-view.ts';
import { PublishedMedia } from './published-media.service.ts';
import { PublishingGuard, type PublishingMode } from '../guard/publishing-guard.ts';

const ID = '01890a5d-ac96-774b-bcce-b302099a8057';
const MOST_DUE = 1_000;
const DUE = `select p.id from posts p where ${IS_DUE} order by coalesce(p.next_attempt_at, p.scheduled_at), p.id limit ${MOST_DUE}`;

export class AccountMediaResponse {
  @ApiProperty({ type: String, format: 'uuid' }) accountId!: string;
  @ApiProperty({ type: [Object], description: 'the last 25 of an Instagram account' }) media!: object[];
}

export class PublishingResponse {
  static readonly example = { state: 'running', instanceId: ID, due: [], accounts: [] };

  @ApiProperty({
    enum: ['running', 'off', 'confirm_resume'],
    description: 'confirm_resume: the database was restored or copied, and publishes nothing until a person resumes',
  })
  state!: PublishingMode;

  @ApiProperty({ type: String, format: 'uuid' }) instanceId!: string;
  @ApiProperty({ type: [String], format: 'uuid', description: `posts whose time has come, at most ${MOST_DUE}` })
  due!: string[];
  @ApiProperty({ type: [AccountMediaResponse] }) accounts!: AccountMediaResponse[];
}

@ApiTags('publishing')
@Controller('publishing')
export class PublishingController {
  constructor(
    private readonly guard: PublishingGuard,
    private readonly database: Database,
    private readonly media: PublishedMedia,
  ) {}

  @Get()
  @Operation({
    id: 'getPublishing',
    summary: 'Read whether posts are published, and which are due',
    role: 'viewer',
    answer: PublishingResponse,
  })
  async get(): Promise<PublishingResponse> {
    const due = (await this.database.query<{ id: string }[]>(DUE)).map(({ id }) => id);
    return { ...(await this.guard.check()), due, accounts: await this.media.list() };
  }

  @Post('resume')
  @Operation({
    id: 'resumePublishing',
    summary: 'Publish from this database, which was restored or copied',
    role: 'admin',
    answer: PublishingResponse,
  })
  async resume(): Promise<PublishingResponse> {
    await this.guard.resume();
    return this.get();
  }
}
