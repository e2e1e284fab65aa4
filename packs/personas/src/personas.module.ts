import { Module } from '@nestjs/common';
import { DatabaseModule } from '@trellis/database';
import { ContentPolicy } from '@trellis/kernel';
import { PersonaEntity } from './persona.entity.ts';
import { PersonasController } from './personas.controller.ts';
import { PersonasFacade } from './personas.facade.ts';
import { PersonasImport } from './personas.import.ts';
import { PersonasService } from './personas.service.ts';
import { PersonaContentPolicy } from './policy/persona-content-policy.ts';

@Module({
  imports: [DatabaseModule.entities([PersonaEntity])],
  controllers: [PersonasController],
  providers: [
    PersonasService,
    PersonasFacade,
    PersonasImport,
    { provide: ContentPolicy, useClass: PersonaContentPolicy },
  ],
  exports: [PersonasFacade, PersonasImport, ContentPolicy],
})
export class PersonasModule {}
