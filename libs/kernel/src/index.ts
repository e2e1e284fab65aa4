export { fullDetail, fullDisk } from './disk-full.ts';
export { acting, actingAs, type Acting } from './actor-context.ts';
export { DomainError } from './domain-error.ts';
export {
  commonProblems,
  defineProblems,
  inBody,
  type DomainErrorKind,
  type Problem,
  type ProblemMembers,
} from './problem.ts';
export { notFound, unknownReference } from './not-found.ts';
export { ValidationFailedError, type FieldProblem } from './validation-failed.error.ts';
export {
  ContentPolicy,
  contentProblems,
  type PolicedText,
  type PolicyReader,
  type PolicyVerdict,
} from './content-policy.ts';
export type { ReceivedFile } from './received-file.ts';
export type { FileRange, ServedFile } from './served-file.ts';
export { newId } from './new-id.ts';
export { firstCharacters } from './first-characters.ts';
export { canonicalName } from './canonical-name.ts';
export { isStorableText, storableText } from './storable-text.ts';
export { isCalendarDay, momentOf } from './moment.ts';
export { UndecodableTextError, decodeText } from './decode-text.ts';
export { RepeatedWork } from './repeated-work.ts';
export { untilDeadline } from './until-deadline.ts';
export { explainError, forLog } from './explain-error.ts';
export { logContext, withLogContext } from './log-context.ts';
export { KeyedQueue } from './keyed-queue.ts';
