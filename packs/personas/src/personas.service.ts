import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, Repository } from 'typeorm';
import { newId } from '@trellis/kernel';
import { refusing } from '@trellis/database';
import { newestFirst, notFound, paginate, type Page, type PageQuery } from '@trellis/http';
import type { CreatePersonaDto, UpdatePersonaDto } from './persona.dto.ts';
import { PersonaEntity } from './persona.entity.ts';
import { deletingPersona, savingPersona } from './persona.errors.ts';

@Injectable()
export class PersonasService {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  private get personas(): Repository<PersonaEntity> {
    return this.dataSource.manager.getRepository(PersonaEntity);
  }

  list(page: PageQuery): Promise<Page<PersonaEntity>> {
    const query = this.personas.createQueryBuilder('persona');
    return paginate(query, { list: 'personas', filters: {}, sort: newestFirst('persona'), page });
  }

  async get(id: string): Promise<PersonaEntity> {
    const persona = await this.personas.findOneBy({ id });
    if (!persona) throw notFound('persona');
    return persona;
  }

  async create(dto: CreatePersonaDto): Promise<PersonaEntity> {
    const id = newId();
    await refusing(savingPersona, () => this.personas.insert({ ...dto, id }));
    return this.get(id);
  }

  async update(id: string, dto: UpdatePersonaDto): Promise<PersonaEntity> {
    await this.get(id);
    if (Object.keys(dto).length > 0) await refusing(savingPersona, () => this.personas.update({ id }, { ...dto }));
    return this.get(id);
  }

  async delete(id: string): Promise<void> {
    const { affected } = await refusing(deletingPersona, () => this.personas.delete({ id }));
    if (!affected) throw notFound('persona');
  }
}
