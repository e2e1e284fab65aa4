import type { ClusterStatus } from './cluster.entity.ts';

/** A cluster with the pillars it serves, the primary one first. */
export interface ClusterView {
  id: string;
  personaId: string;
  name: string;
  status: ClusterStatus;
  aiPrompt: string | null;
  photosCount: number;
  runsCount: number;
  /** The newest ready photo, or the newest one. */
  coverPhotoId: string | null;
  createdAt: Date;
  updatedAt: Date;
  updatedBy: string | null;
  pillars: { id: string; name: string; isPrimary: boolean; notes: string | null }[];
}
