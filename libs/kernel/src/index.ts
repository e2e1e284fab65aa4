export { DomainError, type DomainErrorKind } from './domain-error.ts';
export { newId } from './new-id.ts';
export { canonicalName } from './canonical-name.ts';
export { isStorableText } from './storable-text.ts';
export { untilDeadline } from './until-deadline.ts';
export { explainError, forLog } from './explain-error.ts';
export { logContext, withLogContext } from './log-context.ts';
export { OneAfterAnother } from './one-after-another.ts';
export { limitConcurrency } from './limit-concurrency.ts';
