import { Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { Checks, RowEntity } from '@trellis/database';

/** Who publishes. */
export const providerNames = ['manual', 'instagram'] as const;
export type ProviderName = (typeof providerNames)[number];

export const hosts = ['graph.instagram.com', 'graph.facebook.com'] as const;

/** Where the posts of a persona are published, and by whom. */
@Entity('publish_accounts')
@Unique('uq_publish_accounts_id_persona', ['id', 'personaId'])
@Unique('uq_publish_accounts_name', ['personaId', 'name'])
@Unique('uq_publish_accounts_external', ['provider', 'externalId'])
@Index('ix_publish_accounts_persona', ['personaId', 'name', 'id'])
@Index('ix_publish_accounts_paused', ['pausedUntil'], { where: 'paused_until is not null' })
@Checks(
  'ck_publish_accounts_name',
  'ck_publish_accounts_provider',
  'ck_publish_accounts_external',
  'ck_publish_accounts_host',
  'ck_publish_accounts_time_zone',
  'ck_publish_accounts_gap',
  'ck_publish_accounts_pause',
  'ck_publish_accounts_paused_until',
  'ck_publish_accounts_quota',
)
export class PublishAccountEntity extends RowEntity {
  @Column('uuid')
  @ForeignKey('personas', { name: 'fk_publish_accounts_persona', onDelete: 'RESTRICT' })
  personaId!: string;

  @Column('text')
  provider!: ProviderName;

  @Column('text')
  name!: string;

  /** The provider's id of the account. */
  @Column({ type: 'text', nullable: true })
  externalId!: string | null;

  @Column({ type: 'text', nullable: true })
  host!: string | null;

  /** IANA name: local times of its slots and posts are in this zone. */
  @Column('text')
  timeZone!: string;

  /** Sealed; it opens in this row only. */
  @Column({ type: 'bytea', nullable: true, select: false })
  token!: Buffer | null;

  @Column({ type: 'text', nullable: true })
  tokenLast4!: string | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  tokenSetAt!: Date | null;

  @Column({ type: 'text', nullable: true })
  tokenSetBy!: string | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  tokenExpiresAt!: Date | null;

  /** When it was refreshed last, or was to be. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  tokenTriedAt!: Date | null;

  /** Minutes between two posts, at least. */
  @Column({ type: 'int', default: 60 })
  minGapMinutes!: number;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  pausedAt!: Date | null;

  @Column({ type: 'text', nullable: true })
  pauseReason!: string | null;

  /** When the pause ends by itself; null: a person ends it. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  pausedUntil!: Date | null;

  @Column({ type: 'int', nullable: true })
  quotaUsed!: number | null;

  @Column({ type: 'int', nullable: true })
  quotaTotal!: number | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  quotaAt!: Date | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  aiProfileConfirmedAt!: Date | null;

  /** The actor of the last change by a person. */
  @Column({ type: 'text', nullable: true })
  updatedBy!: string | null;
}
