import { Column, Entity, Index, Unique } from 'typeorm';
import { Checks, EditedRowEntity } from '@trellis/database';

export interface CaptionConfig {
  tone?: string | null;
  style?: string | null;
  voice?: string | null;
  /** Characters, 1..2200. */
  maxLength?: number | null;
  /** A line that follows every caption. */
  disclosure?: string | null;
}

export interface HashtagStrategy {
  /** 1..30. */
  maxTags: number;
  brandTags: string[];
  strategyType?: string | null;
}

@Entity('personas')
@Unique('uq_personas_legacy', ['legacySource', 'legacyId'])
@Index('uq_personas_name', { synchronize: false })
@Index('ix_personas_created', ['createdAt', 'id'])
@Index('ix_personas_name_parts', { synchronize: false })
@Checks(
  ...['ck_personas_name', 'ck_personas_caption_config', 'ck_personas_hashtag_strategy', 'ck_personas_time_zone'],
  ...['ck_personas_depicts', 'ck_personas_declared_age', 'ck_personas_adult', 'ck_personas_posts_per_week'],
  'ck_personas_words',
)
export class PersonaEntity extends EditedRowEntity {
  @Column('text')
  name!: string;

  @Column({ type: 'jsonb', nullable: true })
  captionConfig!: CaptionConfig | null;

  @Column({ type: 'jsonb', nullable: true })
  hashtagStrategy!: HashtagStrategy | null;

  /** IANA. Times of the persona are shown in it, and its days begin in it. */
  @Column({ type: 'text', default: 'UTC' })
  timeZone!: string;

  @Column({ type: 'text', default: 'none' })
  depicts!: 'none' | 'person';

  /** Years. 18 or more where a person is depicted. */
  @Column({ type: 'int', nullable: true })
  declaredAge!: number | null;

  /** How often the persona wants to post, where no slots of its accounts say so. */
  @Column({ type: 'int', nullable: true })
  postsPerWeek!: number | null;

  /** Words that captions must not have. */
  @Column({ type: 'text', array: true, default: '{}' })
  bannedWords!: string[];

  /** People that no text may name. */
  @Column({ type: 'text', array: true, default: '{}' })
  realNames!: string[];
}
