import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Operation } from '@trellis/access';
import { pillarProblems } from '@trellis/content-pillars';
import { databaseProblems, editingProblems, orStale, type Page } from '@trellis/database';
import { IdParam, IfMatch, PageQuery } from '@trellis/http';
import { contentProblems, inBody } from '@trellis/kernel';
import { personaProblems } from '@trellis/personas';
import { photoProblems } from '@trellis/photos';
import { publishingProblems } from '../publishing.problems.ts';
import { DraftsService } from './drafts.service.ts';
import { CreatePostDto, PostsQuery, UpdatePostDto } from './post.dto.ts';
import { PostEventResponse, PostResponse } from './post-response.dto.ts';
import { PostsService } from './posts.service.ts';
import { freezingProblems } from './freezing-problems.ts';

const { post_not_found: missing, account_not_found, carousel_size, illegal_transition } = publishingProblems;
const content = [
  carousel_size,
  inBody(photoProblems.photo_not_found),
  inBody(pillarProblems.pillar_not_found),
  personaProblems.persona_mismatch,
  contentProblems.policy_blocked,
];

@ApiTags('posts')
@Controller()
export class PostsController {
  constructor(
    private readonly posts: PostsService,
    private readonly drafts: DraftsService,
  ) {}

  @Get('posts')
  @Operation({
    id: 'listPosts',
    summary: 'List posts, newest first',
    role: 'viewer',
    answer: PostResponse,
    list: true,
    problems: [databaseProblems.invalid_cursor],
  })
  list(@Query() query: PostsQuery): Promise<Page<PostResponse>> {
    return this.posts.list(query);
  }

  @Get('posts/:id')
  @Operation({ id: 'getPost', summary: 'Read a post', role: 'viewer', answer: PostResponse, problems: [missing] })
  get(@IdParam() id: string): Promise<PostResponse> {
    return this.posts.get(id);
  }

  @Get('posts/:id/events')
  @Operation({
    id: 'listPostEvents',
    summary: 'List what happened to a post, oldest first',
    role: 'viewer',
    answer: PostEventResponse,
    list: true,
    problems: [missing, databaseProblems.invalid_cursor],
  })
  events(@IdParam() id: string, @Query() page: PageQuery): Promise<Page<PostEventResponse>> {
    return this.posts.events(id, page);
  }

  @Get('photos/:photoId/posts')
  @Operation({
    id: 'listPostsOfPhoto',
    summary: 'List the posts with a photo, newest first',
    role: 'viewer',
    answer: PostResponse,
    list: true,
    problems: [photoProblems.photo_not_found, databaseProblems.invalid_cursor],
  })
  ofPhoto(@IdParam('photoId') photoId: string, @Query() page: PageQuery): Promise<Page<PostResponse>> {
    return this.posts.ofPhoto(photoId, page);
  }

  @Post('posts')
  @Operation({
    id: 'createPost',
    summary: 'Create a draft of a post',
    role: 'operator',
    status: 201,
    body: CreatePostDto,
    answer: PostResponse,
    problems: [inBody(account_not_found), ...content],
  })
  async create(@Body() dto: CreatePostDto): Promise<PostResponse> {
    return this.posts.get(await this.drafts.create(dto));
  }

  @Patch('posts/:id')
  @Operation({
    id: 'updatePost',
    summary: 'Update the given fields of a draft, or of a scheduled post, which passes the same checks again',
    role: 'operator',
    body: UpdatePostDto,
    answer: PostResponse,
    problems: [missing, illegal_transition, ...content, ...freezingProblems, editingProblems.stale],
  })
  async update(
    @IdParam() id: string,
    @Body() dto: UpdatePostDto,
    @IfMatch() seen: Date | undefined,
  ): Promise<PostResponse> {
    await orStale(this.drafts.update(id, dto, seen), () => this.get(id));
    return this.posts.get(id);
  }

  @Delete('posts/:id')
  @Operation({
    id: 'deletePost',
    summary: 'Delete a draft or a cancelled post',
    role: 'operator',
    status: 204,
    problems: [missing, illegal_transition],
  })
  delete(@IdParam() id: string): Promise<void> {
    return this.drafts.delete(id);
  }
}
