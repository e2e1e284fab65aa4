export { HttpModule, type HttpModuleOptions } from './http.module.ts';
export { HTTP_LIMITS, configureHttp, fastifyAdapter, type HttpLimits } from './configure-http.ts';
export { problemFor } from './problems/problem-for.ts';
export { httpProblems } from './problems/http.problems.ts';
export { problemDetails, statusOf, type ProblemDetails } from './problems/problem-details.ts';
export { shownPath } from './problems/shown-path.ts';
export { PreparedAnswer } from './problems/prepared-answer.ts';
export { ProblemFilter } from './problems/problem.filter.ts';
export { References } from './problems/references.ts';
export { DocumentedAs, type Documented, type DocumentedMap, type DocumentedOptions } from './openapi/documented.ts';
export { addProblem } from './openapi/problem-responses.ts';
export { documentEditing } from './openapi/document-editing.ts';
export { buildOpenApi } from './openapi/build-openapi.ts';
export { PageQuery } from './bodies/page-query.dto.ts';
export { IdParam, NumberParam } from './bodies/id.pipe.ts';
export { IfMatch } from './bodies/if-match.ts';
export { EditedFields } from './bodies/edited-fields.ts';
export { OnlyIds, onlyId, orIds } from './bodies/only-ids.ts';
export { KnownInputInterceptor } from './bodies/known-input.interceptor.ts';
export {
  AreNames,
  IsCalendarDate,
  IsHundredths,
  IsMoment,
  IsName,
  IsTimeZone,
  IsVisible,
  IsText,
} from './bodies/validators.ts';
export {
  Id,
  Ids,
  OneOf,
  Optional,
  OptionalFlag,
  OptionalId,
  OptionalIds,
  OptionalName,
  OptionalNames,
  OptionalObject,
  OptionalOneOf,
  OptionalText,
  NameParts,
  OptionalWholeNumber,
  QueryFlag,
  Text,
  WholeNumber,
} from './bodies/fields.ts';
export { validated } from './bodies/validated.ts';
export { HARMLESS, SendFile, type FileSender } from './files/send-file.ts';
export { filesOf, formOf, isMultipart, type Form, type MultipartRequest } from './bodies/multipart.ts';
