import { HttpCode, applyDecorators, type Type } from '@nestjs/common';
import { ApiBody, ApiExtraModels, ApiOperation, ApiResponse, getSchemaPath, type OpenAPIObject } from '@nestjs/swagger';
import { RouteConfig } from '@nestjs/platform-fastify';
import { FILE_ROUTE } from '../connections/private-answers.ts';
import type { Problem } from '@trellis/kernel';
import { ProblemResponse } from './problem.response.ts';
import { problemResponses } from './problem-responses.ts';

type SchemaObject = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];

/** A class of the API with an example. */
export type Documented = Type<unknown> & { example: object };
/** A class whose answers have no fields of their own. */
export type DocumentedMap = Documented & { schema: SchemaObject };

/** The bodies of an operation by media type. */
export type Contents = Record<string, { schema: SchemaObject; examples?: Record<string, { value: object }> }>;

export interface DocumentedOptions {
  /** operationId. */
  id: string;
  summary: string;
  description: string;
  status?: 200 | 201 | 202 | 204 | 207;
  body?: Documented;
  /** The request may come without it. */
  bodyOptional?: boolean;
  /** Instead of `body`, for forms and for several media types. */
  content?: Contents;
  answer?: Documented | DocumentedMap;
  /** The answer is a file of one of these media types. */
  file?: readonly string[];
  /** The answer is a page of items, or all of them in one array. */
  list?: boolean | 'all';
  problems: readonly Problem[];
  /** For hooks that run before a handler is chosen. */
  routeConfig?: Record<string, unknown>;
}

/** Documents an operation and sets its status: body, answer, examples and every problem. */
export function DocumentedAs(options: DocumentedOptions): MethodDecorator {
  const {
    id,
    summary,
    description,
    status = 200,
    body,
    bodyOptional = false,
    content,
    answer,
    file,
    list,
    problems,
    routeConfig,
  } = options;
  const schema = (of: Documented) => ({ $ref: getSchemaPath(of) });
  return applyDecorators(
    HttpCode(status),
    ...(file ? [RouteConfig({ ...routeConfig, [FILE_ROUTE]: true })] : routeConfig ? [RouteConfig(routeConfig)] : []),
    ApiOperation({
      operationId: id,
      summary,
      description,
      ...(content && { requestBody: { required: true, content } }),
    }),
    ...(body
      ? [
          ApiBody({ required: !bodyOptional, schema: schema(body), examples: { example: { value: body.example } } }),
          ApiExtraModels(body),
        ]
      : []),
    ...(answer && !('schema' in answer) ? [ApiExtraModels(answer)] : []),
    ...(file
      ? fileAnswers(status, file).map((one) => ApiResponse(one))
      : [ApiResponse(documentedAnswer(status, answer, list))]),
    ...problemResponses(problems),
    ApiExtraModels(ProblemResponse),
  );
}

/** The file, a range of it, or the news that the client has it: what `SendFile` sends. */
function fileAnswers(status: number, types: readonly string[]) {
  const content = Object.fromEntries(types.map((type) => [type, { schema: { type: 'string', format: 'binary' } }]));
  return [
    { status, description: 'The file', content },
    { status: 206, description: 'The range that was asked for', content },
    { status: 304, description: 'The file is the one of If-None-Match' },
  ];
}

export function documentedAnswer(
  status: number,
  answer: Documented | DocumentedMap | undefined,
  list: boolean | 'all' = false,
) {
  const description = status === 204 ? 'Done' : 'The response';
  if (!answer) return { status, description };
  const one = 'schema' in answer ? answer.schema : { $ref: getSchemaPath(answer) };
  const all = { type: 'array' as const, items: one };
  const page = {
    type: 'object' as const,
    required: ['items', 'nextCursor'],
    properties: {
      items: all,
      nextCursor: { type: 'string' as const, nullable: true },
      total: {
        description: 'with total=true: the number of all, up to 10,000',
        oneOf: [{ type: 'integer' as const }, { type: 'string' as const, enum: ['10000+'] }],
      },
    },
  };
  const json = {
    one: { schema: one, example: answer.example },
    page: { schema: page, example: { items: [answer.example], nextCursor: null } },
    all: { schema: all, example: [answer.example] },
  }[list === 'all' ? 'all' : list ? 'page' : 'one'];
  return { status, description, content: { 'application/json': json } };
}
