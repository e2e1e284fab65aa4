import { Module } from '@nestjs/common';
import { DatabaseModule } from '@trellis/database';
import { AiController } from './ai.controller.ts';
import { GuardedTextModel } from './guarded-text-model.ts';
import { AiBudgetDayEntity } from './records/ai-budget-day.entity.ts';
import { AiBudget } from './records/ai-budget.service.ts';
import { AiCallEntity } from './records/ai-call.entity.ts';
import { AiCalls } from './records/ai-calls.service.ts';
import { TextModel } from './text-model.ts';

@Module({
  imports: [DatabaseModule.entities([AiCallEntity, AiBudgetDayEntity])],
  controllers: [AiController],
  providers: [AiBudget, AiCalls, { provide: TextModel, useClass: GuardedTextModel }],
  exports: [AiBudget, AiCalls, TextModel],
})
export class AiModule {}
