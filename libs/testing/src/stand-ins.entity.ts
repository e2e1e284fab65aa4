import { Entity, PrimaryColumn } from 'typeorm';

/** Stands in for a table of a pack above, so that a foreign key to it resolves in a pack's own tests. */
@Entity('clusters')
export class ClustersStandIn {
  @PrimaryColumn('uuid')
  id!: string;

  @PrimaryColumn('uuid')
  personaId!: string;
}

@Entity('image_candidates')
export class ImageCandidatesStandIn {
  @PrimaryColumn('uuid')
  id!: string;
}
