import { Column, Entity, Unique } from 'typeorm';
import { Checks, RowEntity } from '@trellis/database';

export const serverStates = ['up', 'busy_elsewhere', 'down', 'stuck', 'disabled'] as const;
export type ServerState = (typeof serverStates)[number];

export const parentImageWays = ['upload', 'path'] as const;
export type ParentImages = (typeof parentImageWays)[number];

@Entity('comfy_servers')
@Unique('uq_comfy_servers_name', ['name'])
@Unique('uq_comfy_servers_base_url', ['baseUrl'])
@Checks(
  ...['ck_comfy_servers_name', 'ck_comfy_servers_base_url', 'ck_comfy_servers_token', 'ck_comfy_servers_state'],
  ...['ck_comfy_servers_parent_images', 'ck_comfy_servers_lease', 'ck_comfy_servers_failures'],
)
export class ComfyServerEntity extends RowEntity {
  @Column('text')
  name!: string;

  /** Without a slash at its end. */
  @Column('text')
  baseUrl!: string;

  /** Sealed: the bearer token of a proxy before the server. */
  @Column({ type: 'bytea', nullable: true })
  token!: Buffer | null;

  @Column({ type: 'text', nullable: true })
  tokenLast4!: string | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  tokenSetAt!: Date | null;

  @Column({ type: 'text', nullable: true })
  tokenSetBy!: string | null;

  /** How the file of a parent gets there; `path`: server and library share a disk. */
  @Column({ type: 'text', default: 'upload' })
  parentImages!: ParentImages;

  @Column({ type: 'text', default: 'down' })
  state!: ServerState;

  /** Why it is not up; null while it was never asked. */
  @Column({ type: 'text', nullable: true })
  reason!: string | null;

  @Column({ type: 'text', nullable: true })
  version!: string | null;

  /** The worker that drives it. */
  @Column({ type: 'uuid', nullable: true })
  owner!: string | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  leaseUntil!: Date | null;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  nextProbeAt!: Date;

  /** Its last answer. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  answeredAt!: Date | null;

  /** In a row. */
  @Column({ type: 'int', default: 0 })
  failures!: number;

  /** The last change by a person; `updatedAt` changes with every lease. */
  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  editedAt!: Date;

  /** The actor of that change. */
  @Column({ type: 'text', nullable: true })
  updatedBy!: string | null;
}
