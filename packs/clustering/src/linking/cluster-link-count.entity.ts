import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** A change of the number of links of a state and reason. Triggers add the rows; their sums are the numbers. */
@Entity('cluster_link_counts')
export class ClusterLinkCountEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column('text')
  state!: string;

  @Column({ type: 'text', nullable: true })
  reason!: string | null;

  @Column('int')
  links!: number;
}
