import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { PersonaEntity } from './persona.entity.ts';
import { PersonasController } from './personas.controller.ts';
import { PersonasFacade } from './personas.facade.ts';
import { PersonasService } from './personas.service.ts';

@Module({
  imports: [TypeOrmModule.forFeature([PersonaEntity])],
  controllers: [PersonasController],
  providers: [PersonasService, PersonasFacade],
  exports: [PersonasFacade],
})
export class PersonasModule {}
