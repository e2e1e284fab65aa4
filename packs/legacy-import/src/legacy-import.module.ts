import { Module } from '@nestjs/common';
import { ClusteringModule } from '@trellis/clustering';
import { ContentPillarsModule } from '@trellis/content-pillars';
import { PersonasModule } from '@trellis/personas';
import { PhotosModule } from '@trellis/photos';
import { PipelineModule } from '@trellis/pipeline';
import { ImportPorts } from './import-ports.ts';
import { LegacyImportService } from './legacy-import.service.ts';

@Module({
  imports: [PersonasModule, ContentPillarsModule, PipelineModule, PhotosModule, ClusteringModule],
  providers: [ImportPorts, LegacyImportService],
})
export class LegacyImportModule {}
