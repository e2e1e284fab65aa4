export { AccessModule } from './access.module.ts';
export { accessProblems } from './access.problems.ts';
export { limitRequests } from './rate-limit.ts';
export { documentIdempotency } from './idempotency/idempotent-operations.ts';
export { ApiKeyEntity } from './keys/api-key.entity.ts';
export { ApiKeys, type ApiKeyRow } from './keys/api-keys.service.ts';
export type { Role } from './keys/role.ts';
export { Actor, Public } from './keys/request-actor.ts';
export { Operation, type OperationOptions } from './operation.ts';
