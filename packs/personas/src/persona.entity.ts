import { Check, Column, Entity, Index, Unique } from 'typeorm';
import { LegacyRowEntity } from '@trellis/database';

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
@Check('ck_personas_name', 'name = btrim(name)')
@Check('ck_personas_caption_config', `jsonb_typeof(caption_config) = 'object'`)
@Check('ck_personas_hashtag_strategy', `jsonb_typeof(hashtag_strategy) = 'object'`)
@Index('uq_personas_name', { synchronize: false })
@Index('ix_personas_created', ['createdAt', 'id'])
export class PersonaEntity extends LegacyRowEntity {
  @Column('text')
  name!: string;

  @Column({ type: 'jsonb', nullable: true })
  captionConfig!: CaptionConfig | null;

  @Column({ type: 'jsonb', nullable: true })
  hashtagStrategy!: HashtagStrategy | null;
}
