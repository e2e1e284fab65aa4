import { Controller, Get, VERSION_NEUTRAL } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { commonProblems, DomainError } from '@trellis/kernel';
import { storageProblems } from '@trellis/storage';
import { Public } from '@trellis/access';
import { databaseProblems } from '@trellis/database';
import { HealthService } from './health.service.ts';

/** Outside the base path, without a key. */
@Public()
@ApiExcludeController()
@Controller({ version: VERSION_NEUTRAL })
export class HealthController {
  constructor(private readonly health: HealthService) {}

  /** The process runs. */
  @Get('livez')
  live(): { status: 'alive' } {
    return { status: 'alive' };
  }

  /** 200 while the process can do its work; otherwise 503 with the names of the dependencies that do not answer. */
  @Get('readyz')
  async ready(): Promise<{ status: 'ready' }> {
    if (this.health.isStopping)
      throw new DomainError(commonProblems.stopping, 'This process finishes its requests and takes no new ones.');
    const away = await this.health.away();
    if (away.length === 0) return { status: 'ready' };
    const inDatabase = away.includes('database') || away.includes('queue');
    const problem = inDatabase ? databaseProblems.database_unavailable : storageProblems.storage_unavailable;
    const space = away.includes('disk') ? ' The disk has less than 100 MB or 2 % left.' : '';
    throw new DomainError(problem, `Unavailable: ${away.join(', ')}.${space}`);
  }
}
