import { Column, Entity, Index, Unique } from 'typeorm';
import { Checks, LegacyRowEntity } from '@trellis/database';

export interface CaptionConfig {
  tone?: string | null;
  style?: string | null;
  voice?: string | null;
  /** Characters, 1..2200. */
  maxLength?: number | null;
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
@Checks('ck_personas_name', 'ck_personas_caption_config', 'ck_personas_hashtag_strategy')
export class PersonaEntity extends LegacyRowEntity {
  @Column('text')
  name!: string;

  @Column({ type: 'jsonb', nullable: true })
  captionConfig!: CaptionConfig | null;

  @Column({ type: 'jsonb', nullable: true })
  hashtagStrategy!: HashtagStrategy | null;
}
