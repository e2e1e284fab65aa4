export { AiSettings } from './ai.settings.ts';
export { aiProblems } from './ai.problems.ts';
export { AiCalls } from './records/ai-calls.service.ts';
export { AiModule } from './ai.module.ts';
export { failureKinds, failureOf, repeatAfter, type AiFailure, type AiFailureKind } from './ai-failure.ts';
export { TextModel, type TextAnswer, type TextQuestion, type Usage } from './text-model.ts';
