import { Column, Entity, Index } from 'typeorm';
import { Checks, RowEntity } from '@trellis/database';
import type { AiFailureKind } from '../ai-failure.ts';
import type { Purpose } from '../text-model.ts';

/** A call of a text model. Without an outcome it is under way, or its process died. */
@Entity('ai_calls')
@Index('ix_ai_calls_created', { synchronize: false })
@Index('ix_ai_calls_with_text', { synchronize: false })
@Checks(
  ...['ck_ai_calls_purpose', 'ck_ai_calls_provider', 'ck_ai_calls_outcome', 'ck_ai_calls_policy'],
  ...['ck_ai_calls_hashes', 'ck_ai_calls_tokens'],
)
export class AiCallEntity extends RowEntity {
  @Column('text')
  purpose!: Purpose;

  @Column('text')
  provider!: string;

  @Column('text')
  model!: string;

  @Column('text')
  actor!: string;

  /** Null after `AI_KEEP_TEXT_DAYS`, and where the content policy refused a text. */
  @Column({ type: 'text', nullable: true })
  prompt!: string | null;

  @Column({ type: 'text', nullable: true })
  answer!: string | null;

  @Column('text')
  promptSha256!: string;

  @Column({ type: 'text', nullable: true })
  answerSha256!: string | null;

  @Column({ type: 'int', nullable: true })
  inputTokens!: number | null;

  @Column({ type: 'int', nullable: true })
  outputTokens!: number | null;

  @Column({ type: 'int', nullable: true })
  durationMs!: number | null;

  @Column({ type: 'text', nullable: true })
  outcome!: 'ok' | AiFailureKind | null;

  @Column({ type: 'text', nullable: true })
  detail!: string | null;
}
