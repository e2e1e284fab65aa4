import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Checks } from '@trellis/database';

/** The one row by which prompts of this library are known from those of another on the same server. */
@Entity('generation_library')
@Checks('ck_generation_library_single')
export class GenerationLibraryEntity {
  @PrimaryColumn({ type: 'boolean', default: true })
  single!: boolean;

  @Column('uuid')
  id!: string;
}
