import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** One entry of the append-only audit log. The database refuses updates and deletes. */
@Entity('audit_log')
@Index('ix_audit_log_subject', ['subjectType', 'subjectId'])
@Index('ix_audit_log_at', ['at', 'id'])
@Index('ix_audit_log_actor', ['actor', 'at', 'id'])
export class AuditEntryEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()', insert: false })
  at!: Date;

  @Column('text')
  actor!: string;

  /** The key that acted; null for workers and commands. */
  @Column({ type: 'uuid', nullable: true })
  actorId!: string | null;

  @Column('text')
  action!: string;

  @Column('text')
  subjectType!: string;

  @Column('text')
  subjectId!: string;

  @Column('jsonb', { default: () => "'{}'" })
  data!: object;
}
