import { Module } from '@nestjs/common';
import { DatabaseModule } from '@trellis/database';
import { PersonasModule } from '@trellis/personas';
import { ContentPillarEntity } from './content-pillar.entity.ts';
import { ContentPillarsController } from './content-pillars.controller.ts';
import { ContentPillarsFacade } from './content-pillars.facade.ts';
import { ContentPillarsImport } from './content-pillars.import.ts';
import { ContentPillarsService } from './content-pillars.service.ts';

@Module({
  imports: [DatabaseModule.entities([ContentPillarEntity]), PersonasModule],
  controllers: [ContentPillarsController],
  providers: [ContentPillarsService, ContentPillarsFacade, ContentPillarsImport],
  exports: [ContentPillarsFacade, ContentPillarsImport],
})
export class ContentPillarsModule {}
