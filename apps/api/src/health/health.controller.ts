import { Controller, Get, VERSION_NEUTRAL } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { DomainError } from '@trellis/kernel';
import { Public } from '@trellis/http';
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

  /** The process can do its work; otherwise 503 naming what is away. */
  @Get('readyz')
  async ready(): Promise<{ status: 'ready' }> {
    if (this.health.isLeaving)
      throw new DomainError('database_unavailable', 'unavailable', 'This process is stopping.');
    const away = await this.health.away();
    if (away.length === 0) return { status: 'ready' };
    const code = away.includes('database') || away.includes('queue') ? 'database_unavailable' : 'storage_unavailable';
    throw new DomainError(code, 'unavailable', `Away: ${away.join(', ')}.`);
  }
}
