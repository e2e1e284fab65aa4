import { Module } from '@nestjs/common';
import { GenerationFacade } from './generation.facade.ts';

@Module({ providers: [GenerationFacade], exports: [GenerationFacade] })
export class GenerationModule {}
