import { Column, Entity, Index, Unique } from 'typeorm';
import { Checks, LegacyRowEntity } from '@trellis/database';

export interface CaptionConfig {
  tone?: string;
  style?: string;
  voice?: string;
  /** Characters, 1..2200. */
  maxLength?: number;
}

export interface HashtagStrategy {
  /** 1..30. */
  maxTags: number;
  brandTags: string[];
  strategyType?: string;
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
