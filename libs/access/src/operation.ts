import { applyDecorators } from '@nestjs/common';
import { databaseProblems } from '@trellis/database';
import { DocumentedAs, httpProblems, type DocumentedOptions } from '@trellis/http';
import { commonProblems, type Problem } from '@trellis/kernel';
import { secretsProblems } from '@trellis/secrets';
import { accessProblems } from './access.problems.ts';
import { SecretAnswer } from './idempotency/secret-answer.ts';
import { NO_ROLE, PICTURE, Public, ROLE, RequireRole } from './keys/request-actor.ts';
import type { Role } from './keys/role.ts';

export interface OperationOptions extends Omit<DocumentedOptions, 'description' | 'problems' | 'routeConfig'> {
  /** `none` for a route that examines what it is sent itself. */
  role: Role | typeof NO_ROLE;
  /** Its answer is a picture: limited apart from other requests. */
  picture?: boolean;
  /** Its answer holds a secret that is shown once. */
  secretAnswer?: boolean;
  /** In addition to the problems that every operation has. */
  problems?: readonly Problem[];
}

const always: readonly Problem[] = [
  commonProblems.validation_failed,
  accessProblems.unauthenticated,
  accessProblems.forbidden,
  accessProblems.misdirected,
  accessProblems.rate_limited,
  commonProblems.internal,
  databaseProblems.database_unavailable,
];

const withBody: readonly Problem[] = [httpProblems.malformed_json, httpProblems.payload_too_large];

/** Documents an operation, protects it and sets its status in one place, so that none of the three can be forgotten. */
export const Operation = ({
  role,
  secretAnswer = false,
  picture = false,
  problems = [],
  ...options
}: OperationOptions): MethodDecorator =>
  applyDecorators(
    role === NO_ROLE ? Public() : RequireRole(role),
    SecretAnswer(secretAnswer),
    DocumentedAs({
      ...options,
      routeConfig: { [ROLE]: role, [PICTURE]: picture },
      description: `Role: ${role}`,
      problems: [
        ...always,
        ...(options.body || options.content ? withBody : []),
        ...(role !== 'viewer' && !options.list ? [commonProblems.storage_full] : []),
        ...(secretAnswer ? [secretsProblems.secrets_key_missing] : []),
        ...problems,
      ],
    }),
  );
