import type { PackManifest } from '@trellis/manifest';
import { objectExamination, untrackedExamination } from './doctor/object.examination.ts';
import { publicOriginalsExamination } from './doctor/public-originals.examination.ts';
import { publicPhotosExamination } from './doctor/public-photos.examination.ts';
import { PhotoRestoredEvent } from './deletion/photo-restored.event.ts';
import { gcCommand } from './gc.command.ts';
import { photoChecks } from './library-checks.ts';
import { photoProblems } from './photo.problems.ts';
import { originalsCommand } from './originals/originals.command.ts';
import { PhotosModule } from './photos.module.ts';
import { PhotosSettings } from './photos.settings.ts';
import { PhotoRenderedEvent } from './public/photo-rendered.event.ts';
import { PublicCheckListener } from './public/public-check.listener.ts';
import { PublicCheckSweeper } from './public/public-check-sweeper.ts';
import { publicProblemsMetric } from './public/public-problems.metric.ts';
import { RenditionDueEvent } from './renditions/rendition-due.event.ts';
import { RenditionSweeper } from './renditions/rendition-sweeper.ts';
import { renditionsCommand } from './renditions/renditions.command.ts';
import { RenditionListener } from './renditions/rendition.listener.ts';

export const pack: PackManifest = {
  name: 'photos',
  module: PhotosModule,
  tables: ['photos', 'photo_objects', 'object_tombstones', 'photo_tags'],
  views: {
    pub_photos_pictures: [
      ...['id', 'persona_id', 'cluster_id', 'created_at', 'starred', 'readiness', 'held_by', 'posted_at'],
      ...['picture_hash', 'mirror_hash'],
    ],
    pub_photos_photos: ['id', 'persona_id', 'cluster_id', 'candidate_id', 'posted_at', 'created_at', 'readiness'],
  },
  problems: photoProblems,
  events: [RenditionDueEvent, PhotoRenderedEvent, PhotoRestoredEvent],
  subscribers: [RenditionListener, PublicCheckListener],
  workers: [RenditionSweeper, PublicCheckSweeper],
  settings: [PhotosSettings],
  metrics: [publicProblemsMetric],
  checks: photoChecks,
  examinations: [publicOriginalsExamination, objectExamination, untrackedExamination, publicPhotosExamination],
  auditSubjects: ['photo'],
  references: { fk_photos_persona: 'photos' },
  commands: [gcCommand, renditionsCommand, originalsCommand],
};
