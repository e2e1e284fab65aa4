import { HttpCode, applyDecorators, type Type } from '@nestjs/common';
import { ApiBody, ApiExtraModels, ApiOperation, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import type { Problem } from '@trellis/kernel';
import { ProblemResponse } from './problem.response.ts';
import { problemResponses } from './problem-responses.ts';

/** A class of the API with an example. */
export type Documented = Type<unknown> & { example: object };

export interface DocumentedOptions {
  /** operationId. */
  id: string;
  summary: string;
  description: string;
  status?: 200 | 201 | 202 | 204 | 207;
  body?: Documented;
  answer?: Documented;
  /** The answer is a page of items, or all of them in one array. */
  list?: boolean | 'all';
  problems: readonly Problem[];
}

/** Documents an operation and sets its status: body, answer, examples and every problem. */
export function DocumentedAs(options: DocumentedOptions): MethodDecorator {
  const { id, summary, description, status = 200, body, answer, list, problems } = options;
  const schema = (of: Documented) => ({ $ref: getSchemaPath(of) });
  return applyDecorators(
    HttpCode(status),
    ApiOperation({ operationId: id, summary, description }),
    ...(body
      ? [ApiBody({ schema: schema(body), examples: { example: { value: body.example } } }), ApiExtraModels(body)]
      : []),
    ...(answer ? [ApiExtraModels(answer)] : []),
    ApiResponse(documentedAnswer(status, answer, list)),
    ...problemResponses(problems),
    ApiExtraModels(ProblemResponse),
  );
}

export function documentedAnswer(status: number, answer: Documented | undefined, list: boolean | 'all' = false) {
  const description = status === 204 ? 'Done' : 'The response';
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
