import { HttpCode, applyDecorators, type Type } from '@nestjs/common';
import { ApiBody, ApiExtraModels, ApiOperation, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import type { Role } from '../keys/role.ts';
import { RequireRole } from '../keys/request-actor.ts';
import { problemOf, problemTypes, type ProblemCode } from '../problems/problem.ts';
import { ProblemResponse } from './problem.response.ts';

/** A class of the API with an example of itself. */
type Documented = Type<unknown> & { example: object };

export interface OperationOptions {
  /** operationId. */
  id: string;
  summary: string;
  role: Role;
  status?: 200 | 201 | 202 | 204 | 207;
  body?: Documented;
  answer?: Documented;
  /** The answer is a page of it, or all of them in one array. */
  list?: boolean | 'all';
  /** Beside those that every operation has: `404 run_not_found`. */
  problems?: readonly `${number} ${ProblemCode}`[];
}

const always = [
  '400 validation_failed',
  '401 unauthenticated',
  '403 forbidden',
  '429 rate_limited',
  '500 internal',
  '503 database_unavailable',
] as const;

/** One line that documents, protects and answers an operation, so that none of the three can be forgotten. */
export function Operation(options: OperationOptions): MethodDecorator {
  const { id, summary, role, status = 200, body, answer, list, problems = [] } = options;
  return applyDecorators(
    RequireRole(role),
    HttpCode(status),
    ApiOperation({ operationId: id, summary, description: `Role: ${role}` }),
    ...(body
      ? [
          ApiBody({ schema: { $ref: getSchemaPath(body) }, examples: { example: { value: body.example } } }),
          ApiExtraModels(body),
        ]
      : []),
    ...(answer ? [ApiExtraModels(answer)] : []),
    ApiResponse(answerOf(status, answer, list)),
    ...byStatus([...always, ...problems]).map(([code, names]) => problemResponse(code, names)),
    ApiExtraModels(ProblemResponse),
  );
}

function answerOf(status: number, answer: Documented | undefined, list: boolean | 'all' = false) {
  const description = status === 204 ? 'Done' : 'The answer';
  if (!answer) return { status, description };
  const one = { $ref: getSchemaPath(answer) };
  const all = { type: 'array' as const, items: one };
  const page = {
    type: 'object' as const,
    required: ['items', 'nextCursor'],
    properties: {
      items: all,
      nextCursor: { type: 'string' as const, nullable: true },
    },
  };
  const json = {
    one: { schema: one, example: answer.example },
    page: { schema: page, example: { items: [answer.example], nextCursor: null } },
    all: { schema: all, example: [answer.example] },
  }[list === 'all' ? 'all' : list ? 'page' : 'one'];
  return { status, description, content: { 'application/json': json } };
}

function byStatus(problems: readonly string[]): [number, ProblemCode[]][] {
  const groups = new Map<number, ProblemCode[]>();
  for (const problem of problems) {
    const [status, code] = problem.split(' ') as [string, ProblemCode];
    groups.set(Number(status), [...(groups.get(Number(status)) ?? []), code]);
  }
  return [...groups].sort(([a], [b]) => a - b);
}

const problemResponse = (status: number, codes: ProblemCode[]) =>
  ApiResponse({
    status,
    description: codes.join(', '),
    content: {
      'application/problem+json': {
        schema: { $ref: getSchemaPath(ProblemResponse) },
        examples: Object.fromEntries(
          codes.map((code) => [code, { value: problemOf(code, status, `${problemTypes[code]}.`, '/api/v1/…') }]),
        ),
      },
    },
  });
