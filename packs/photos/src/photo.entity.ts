import { Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { Checks, EditedRowEntity } from '@trellis/database';
import type { PublicProblem } from './public/public-problem.ts';
import type { Crop, ReadinessReason, ReadinessState } from './renditions/readiness.ts';

const POSTED = 'posted_at is not null';
const HELD = 'held_by is not null';
const FREE = 'held_by is null and posted_at is null';

/** A permanent image. It has at least its original in the object storage (checked at every commit). */
@Entity('photos')
@Unique('uq_photos_legacy', ['legacySource', 'legacyId'])
@Unique('uq_photos_image_candidate', ['imageCandidateId'])
@ForeignKey('clusters', ['clusterId', 'personaId'], ['id', 'personaId'], {
  name: 'fk_photos_cluster',
  onDelete: 'SET NULL',
})
@Index('ix_photos_created', ['createdAt', 'id'])
@Index('ix_photos_persona', ['personaId', 'createdAt', 'id'])
@Index('ix_photos_cluster', ['clusterId', 'createdAt', 'id'])
@Index('ix_photos_unposted', ['createdAt', 'id'], { where: 'posted_at is null' })
@Index('ix_photos_posted', ['createdAt', 'id'], { where: POSTED })
@Index('ix_photos_persona_posted', ['personaId', 'createdAt', 'id'], { where: POSTED })
@Index('ix_photos_cluster_posted', ['clusterId', 'createdAt', 'id'], { where: POSTED })
@Index('ix_photos_readiness', ['readiness', 'createdAt', 'id'])
@Index('ix_photos_persona_readiness', ['personaId', 'readiness', 'createdAt', 'id'])
@Index('ix_photos_starred', ['createdAt', 'id'], { where: 'starred' })
@Index('ix_photos_persona_starred', ['personaId', 'createdAt', 'id'], { where: 'starred' })
@Index('ix_photos_held', ['createdAt', 'id'], { where: HELD })
@Index('ix_photos_persona_held', ['personaId', 'createdAt', 'id'], { where: HELD })
@Index('ix_photos_unposted_first', { synchronize: false })
@Index('ix_photos_persona_unposted_first', { synchronize: false })
@Index('ix_photos_free', ['createdAt', 'id'], { where: FREE })
@Index('ix_photos_persona_free', ['personaId', 'createdAt', 'id'], { where: FREE })
@Index('ix_photos_public_check', ['publicCheckedAt'], {
  where: `readiness = 'ready' and (public_verified_at is null or held_by is not null)`,
})
@Index('ix_photos_not_public', ['publicProblem'], {
  where: `public_problem is not null and public_problem <> 'loopback'`,
})
@Index('ix_photos_search', { synchronize: false })
@Index('ix_photos_stock', { synchronize: false })
@Index('ix_photos_preparing', ['updatedAt'], { where: `readiness = 'preparing'` })
@Index('uq_photos_upload', ['clusterId', 'uploadSha256'], { unique: true, where: 'upload_sha256 is not null' })
@Checks(
  'ck_photos_path',
  'ck_photos_upload',
  'ck_photos_posting',
  'ck_photos_posted_by',
  'ck_photos_alt_text',
  'ck_photos_rendition_version',
  'ck_photos_readiness',
  'ck_photos_readiness_reasons',
  'ck_photos_hashes',
  'ck_photos_public_problem',
  'ck_photos_public_verified',
)
export class PhotoEntity extends EditedRowEntity {
  @Column('uuid')
  @ForeignKey('personas', { name: 'fk_photos_persona', onDelete: 'RESTRICT' })
  personaId!: string;

  @Column({ type: 'uuid', nullable: true })
  clusterId!: string | null;

  /** The winner that it was made of; null for an upload, and after the candidate was deleted. */
  @Column({ type: 'uuid', nullable: true })
  @ForeignKey('image_candidates', { name: 'fk_photos_image_candidate', onDelete: 'SET NULL' })
  imageCandidateId!: string | null;

  /** Its origin: provenance, not identity. */
  @Column('text')
  path!: string;

  /** Uploads only: one cluster refuses the same bytes a second time. */
  @Column({ type: 'text', nullable: true })
  uploadSha256!: string | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  postedAt!: Date | null;

  @Column({ type: 'text', nullable: true })
  provider!: string | null;

  @Column({ type: 'text', nullable: true })
  providerPostId!: string | null;

  /** The post that published it; null when a person recorded the posting. */
  @Column({ type: 'uuid', nullable: true })
  postedBy!: string | null;

  /** Made by a generative model, which its JPEG discloses. */
  @Column({ type: 'boolean', default: false })
  aiGenerated!: boolean;

  /** What a person who does not see the picture is read. */
  @Column({ type: 'text', nullable: true })
  altText!: string | null;

  /** What the run of its candidate asked for. */
  @Column({ type: 'text', nullable: true })
  prompt!: string | null;

  /** Its tags in one text. A trigger keeps it. */
  @Column({ type: 'text', nullable: true, insert: false, update: false })
  tagWords!: string | null;

  /** What it is found by: file name, alt text, tags and prompt. A trigger keeps it. */
  @Column({ type: 'text', default: '', insert: false, update: false })
  searchText!: string;

  /** The words of `searchText`. A trigger keeps them. */
  @Column({ type: 'tsvector', nullable: true, insert: false, update: false, select: false })
  search!: string | null;

  @Column({ type: 'boolean', default: false })
  starred!: boolean;

  /** Of the last change by a person; a trigger sets it. `updatedAt` also changes with renditions and holds. */
  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()', insert: false, update: false })
  editedAt!: Date;

  /** The post that holds the photo. What it shows does not change while it is held. */
  @Column({ type: 'uuid', nullable: true })
  heldBy!: string | null;

  /** The part that a person chose; null when it is found by itself. */
  @Column({ type: 'jsonb', nullable: true })
  crop!: Crop | null;

  /** Rises with everything that the renditions are made of. */
  @Column({ type: 'int', default: 1 })
  renditionVersion!: number;

  /** Decodes of this version that were begun. */
  @Column({ type: 'int', default: 0 })
  renderAttempts!: number;

  /** How its renditions were made; null while it has none. */
  @Column({ type: 'int', nullable: true })
  recipe!: number | null;

  @Column({ type: 'text', default: 'preparing' })
  readiness!: ReadinessState;

  @Column({ type: 'jsonb', default: () => "'[]'" })
  readinessReasons!: ReadinessReason[];

  /** The part that the JPEG shows; null for the whole. */
  @Column({ type: 'jsonb', nullable: true })
  shownCrop!: Crop | null;

  /** What is cut off, or would have to be. */
  @Column({ type: 'double precision', nullable: true })
  lossPercent!: number | null;

  /** ThumbHash in base64. */
  @Column({ type: 'text', nullable: true })
  placeholder!: string | null;

  /** 63 bits that are nearly the same for similar pictures, as text of 0 and 1. */
  @Column({ type: 'bit', length: 63, nullable: true })
  pictureHash!: string | null;

  /** Of the mirror image. */
  @Column({ type: 'bit', length: 63, nullable: true })
  mirrorHash!: string | null;

  /** When its public URL was last fetched, or a fetch begun. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  publicCheckedAt!: Date | null;

  /** When the platform could fetch its JPEG; null while it is not known, or cannot. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  publicVerifiedAt!: Date | null;

  @Column({ type: 'text', nullable: true })
  publicProblem!: PublicProblem | null;
}
