export { HttpModule } from './http.module.ts';
export { HTTP_LIMITS, configureHttp, fastifyAdapter, type HttpLimits } from './configure-http.ts';
export { problemTypes } from './problems/problem.ts';
export { ValidationFailedError } from './problems/validation-failed.error.ts';
export { notFound, unknownReference } from './problems/not-found.ts';
export { PageQuery } from './paging/page-query.dto.ts';
export { newestFirst, oldestFirst, paginate, type Page, type SortColumn } from './paging/paginate.ts';
export { keysetOf, type Keyset } from './paging/keyset.ts';
export { ApiKeyEntity } from './keys/api-key.entity.ts';
export { ApiKeys, type ApiKeyRow } from './keys/api-keys.service.ts';
export type { Role } from './keys/role.ts';
export { Actor, Public } from './keys/request-actor.ts';
export { Operation, type OperationOptions } from './openapi/operation.ts';
export { buildOpenApi } from './openapi/build-openapi.ts';
export { IdParam, IdPipe } from './bodies/id.pipe.ts';
export { IsCalendarDate, IsHundredths, IsMoment, IsName, IsText, ToBoolean } from './bodies/validators.ts';
export { validated } from './bodies/validated.ts';
export {
  filesOf,
  formOf,
  isMultipart,
  type Form,
  type MultipartRequest,
  type ReceivedFile,
} from './bodies/multipart.ts';
