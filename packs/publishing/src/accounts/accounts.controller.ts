import { Body, Controller, Delete, Get, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Operation } from '@trellis/access';
import { databaseProblems, editingProblems, orStale, type Page } from '@trellis/database';
import { IdParam, IfMatch, PageQuery } from '@trellis/http';
import { commonProblems } from '@trellis/kernel';
import { personaProblems } from '@trellis/personas';
import { secretsProblems } from '@trellis/secrets';
import { publishingProblems } from '../publishing.problems.ts';
import { AccountResponse, CreateAccountDto, TokenDto, UpdateAccountDto } from './account.dto.ts';
import { AccountsService } from './accounts.service.ts';

const { account_not_found: missing, name_taken, external_id_taken } = publishingProblems;
const noPersona = personaProblems.persona_not_found;

@ApiTags('accounts')
@Controller()
export class AccountsController {
  constructor(private readonly accounts: AccountsService) {}

  @Get('personas/:personaId/accounts')
  @Operation({
    id: 'listAccounts',
    summary: 'List the accounts of a persona, by name',
    role: 'viewer',
    answer: AccountResponse,
    list: true,
    problems: [noPersona, databaseProblems.invalid_cursor],
  })
  list(@IdParam('personaId') personaId: string, @Query() page: PageQuery): Promise<Page<AccountResponse>> {
    return this.accounts.list(personaId, page);
  }

  @Get('accounts/:id')
  @Operation({
    id: 'getAccount',
    summary: 'Read an account',
    role: 'viewer',
    answer: AccountResponse,
    problems: [missing],
  })
  get(@IdParam() id: string): Promise<AccountResponse> {
    return this.accounts.get(id);
  }

  @Post('personas/:personaId/accounts')
  @Operation({
    id: 'createAccount',
    summary: 'Create an account',
    role: 'admin',
    status: 201,
    body: CreateAccountDto,
    answer: AccountResponse,
    problems: [noPersona, name_taken, external_id_taken],
  })
  create(@IdParam('personaId') personaId: string, @Body() dto: CreateAccountDto): Promise<AccountResponse> {
    return this.accounts.create(personaId, dto);
  }

  @Patch('accounts/:id')
  @Operation({
    id: 'updateAccount',
    summary: 'Update the given fields',
    role: 'admin',
    body: UpdateAccountDto,
    answer: AccountResponse,
    problems: [missing, name_taken, external_id_taken, editingProblems.stale],
  })
  update(
    @IdParam() id: string,
    @Body() dto: UpdateAccountDto,
    @IfMatch() seen: Date | undefined,
  ): Promise<AccountResponse> {
    return orStale(this.accounts.update(id, dto, seen), () => this.get(id));
  }

  @Delete('accounts/:id')
  @Operation({
    id: 'deleteAccount',
    summary: 'Delete an account that has no posts',
    role: 'admin',
    status: 204,
    problems: [missing, commonProblems.in_use],
  })
  delete(@IdParam() id: string): Promise<void> {
    return this.accounts.delete(id);
  }

  @Put('accounts/:id/token')
  @Operation({
    id: 'setAccountToken',
    summary: "Set the provider's token. It is stored encrypted, and never shown",
    role: 'admin',
    body: TokenDto,
    answer: AccountResponse,
    problems: [missing, secretsProblems.secrets_key_missing],
  })
  setToken(@IdParam() id: string, @Body() { token }: TokenDto): Promise<AccountResponse> {
    return this.accounts.setToken(id, token);
  }

  @Post('accounts/:id/pause')
  @Operation({
    id: 'pauseAccount',
    summary: 'Publish nothing on this account until it is resumed',
    role: 'operator',
    answer: AccountResponse,
    problems: [missing],
  })
  pause(@IdParam() id: string): Promise<AccountResponse> {
    return this.accounts.pause(id);
  }

  @Post('accounts/:id/resume')
  @Operation({
    id: 'resumeAccount',
    summary: 'Publish on this account again',
    role: 'operator',
    answer: AccountResponse,
    problems: [missing],
  })
  resume(@IdParam() id: string): Promise<AccountResponse> {
    return this.accounts.resume(id);
  }
}
