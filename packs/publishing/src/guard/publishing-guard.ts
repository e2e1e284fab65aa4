import { Injectable, Logger } from '@nestjs/common';
import { TrellisConfig } from '@trellis/config';
import { Database, recordAudit } from '@trellis/database';
import { PublishingSettings } from '../publishing.settings.ts';
import { HighWaterFile, type HighWater } from './high-water.ts';
import { SendNumber } from './send-number.ts';
import { isRestored } from './is-restored.ts';

export type PublishingMode = 'running' | 'off' | 'confirm_resume';

interface StateRow extends HighWater {
  pausedReason: 'confirm_resume' | null;
}

const READ = `
  select instance_id as "instanceId", send_number::int as number, paused_reason as "pausedReason" from publishing_state`;
const PAUSE = `update publishing_state set paused_reason = 'confirm_resume' where paused_reason is null`;
/** A database without posts takes the id of its installation; any other one with another id is a copy. */
const ADOPT = `
  update publishing_state set instance_id = $1 where send_number = 0 and paused_reason is null and instance_id <> $1
    and not exists (select 1 from posts)`;
const RESUME = `
  update publishing_state set paused_reason = null, instance_id = $1, send_number = greatest(send_number, $2)
  returning instance_id as "instanceId", send_number::int as number`;

/** Whether this database may publish. A restored or copied one must not post again what was posted since. */
@Injectable()
export class PublishingGuard {
  private readonly log = new Logger('Publishing');

  constructor(
    private readonly database: Database,
    private readonly file: HighWaterFile,
    private readonly sends: SendNumber,
    private readonly config: TrellisConfig,
  ) {}

  /** Pauses publishing for every process when the database was restored or copied. */
  async check(): Promise<{ state: PublishingMode; instanceId: string }> {
    const { PUBLISHING, INSTANCE_ID } = this.config.of(PublishingSettings);
    const file = await this.file.read();
    if (!file && INSTANCE_ID) await this.database.query(ADOPT, [INSTANCE_ID]);
    const row = await this.read();
    const restored = isRestored(row, file, INSTANCE_ID);
    if (restored && row.pausedReason === null) {
      await this.database.query(PAUSE);
      this.log.warn(
        { instanceId: row.instanceId, number: row.number, file },
        'the database was restored or copied: publishing waits for a person',
      );
    }
    if (!file && !restored) await this.sends.prepare();
    const paused = restored || row.pausedReason !== null;
    return { state: PUBLISHING === 'off' ? 'off' : paused ? 'confirm_resume' : 'running', instanceId: row.instanceId };
  }

  /** A person says that this database is the one that publishes. Takes the higher number, and writes the file. */
  async resume(): Promise<void> {
    const file = await this.file.read();
    await this.database.transaction(async (manager) => {
      const [row] = await manager.query<[StateRow]>(`${READ} for update`);
      const instanceId = this.config.of(PublishingSettings).INSTANCE_ID ?? row.instanceId;
      const [[resumed]] = await manager.query<[[HighWater], number]>(RESUME, [instanceId, file?.number ?? 0]);
      const data = { from: row.number, to: resumed.number };
      await recordAudit(manager, {
        action: 'publishing.resumed',
        subjectType: 'publishing',
        subjectId: instanceId,
        data,
      });
      // Before the commit: a look of another process in between must not pause it again.
      await this.sends.write(resumed);
    });
  }

  private async read(): Promise<StateRow> {
    return (await this.database.query<[StateRow]>(READ))[0];
  }
}
