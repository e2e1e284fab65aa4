import { Injectable } from '@nestjs/common';
import { savedImages } from '@trellis/comfyui';
import { AttemptRows, type DrivenAttempt } from '../attempts/attempt-rows.ts';
import { CollectService } from '../collecting/collect.service.ts';
import type { DrivenServer } from '../servers/driven-server.ts';

/** Pictures of attempts that were given up, and came after all. The first success of a job wins. */
@Injectable()
export class LatePicturesService {
  constructor(
    private readonly rows: AttemptRows,
    private readonly collecting: CollectService,
  ) {}

  /** Of a job that is about to be sent again. True: it is done. */
  async takeOfJob(server: DrivenServer, jobId: string): Promise<boolean> {
    for (const attempt of await this.rows.lateOfJob(server.id, jobId))
      if ((await this.take(server, attempt)) === 'taken') return true;
    return false;
  }

  /** Of a prompt that was found on the server. False: it has not ended yet. */
  async takePrompt(server: DrivenServer, promptId: string): Promise<boolean> {
    const attempt = await this.rows.late(server.id, promptId);
    return attempt === undefined || (await this.take(server, attempt)) !== 'unknown';
  }

  private async take(server: DrivenServer, attempt: DrivenAttempt): Promise<'taken' | 'nothing' | 'unknown'> {
    const history = await server.client.history(attempt.id);
    if (history.kind !== 'ended') return 'unknown';
    const images = savedImages(history, attempt.outputNode);
    if (history.result !== 'success' || images.length === 0) return 'nothing';
    return (await this.collecting.execute(server, attempt, images)) === 'taken' ? 'taken' : 'nothing';
  }
}
