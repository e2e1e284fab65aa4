import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { PersonasModule } from '@trellis/personas';
import { ContentPillarEntity } from './content-pillar.entity.ts';
import { ContentPillarsController } from './content-pillars.controller.ts';
import { ContentPillarsFacade } from './content-pillars.facade.ts';
import { ContentPillarsService } from './content-pillars.service.ts';

@Module({
  imports: [TypeOrmModule.forFeature([ContentPillarEntity]), PersonasModule],
  controllers: [ContentPillarsController],
  providers: [ContentPillarsService, ContentPillarsFacade],
  exports: [ContentPillarsFacade],
})
export class ContentPillarsModule {}
