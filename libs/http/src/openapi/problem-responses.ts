import { ApiResponse, getSchemaPath } from '@nestjs/swagger';
import type { Problem } from '@trellis/kernel';
import { problemDetails, statusOf } from '../problems/problem-details.ts';
import { ProblemResponse } from './problem.response.ts';

/** Documents every problem of an operation, by status. */
export const problemResponses = (problems: readonly Problem[]): MethodDecorator[] =>
  byStatus(problems).map(([status, of]) =>
    ApiResponse({
      status,
      description: of.map(({ code }) => code).join(', '),
      content: {
        'application/problem+json': {
          schema: { $ref: getSchemaPath(ProblemResponse) },
          examples: Object.fromEntries(of.map((problem) => [problem.code, exampleOf(problem)])),
        },
      },
    }),
  );

function byStatus(problems: readonly Problem[]): [number, Problem[]][] {
  const groups = new Map<number, Problem[]>();
  for (const problem of problems) {
    const status = statusOf(problem);
    groups.set(status, [...(groups.get(status) ?? []), problem]);
  }
  return [...groups].sort(([a], [b]) => a - b);
}

const exampleOf = (problem: Problem) => ({ value: problemDetails(problem, `${problem.title}.`, '/api/v1/…') });

type Responses = Record<
  string,
  { description: string; content?: Record<string, { schema: object; examples: object }> }
>;

/** Adds a problem to the responses of an operation in the finished document. */
export function addProblem(responses: object, problem: Problem): void {
  const status = String(statusOf(problem));
  const before = (responses as Responses)[status];
  const examples = { ...before?.content?.['application/problem+json']?.examples, [problem.code]: exampleOf(problem) };
  const schema = { $ref: getSchemaPath(ProblemResponse) };
  const description = before ? `${before.description}, ${problem.code}` : problem.code;
  (responses as Responses)[status] = {
    description,
    content: { 'application/problem+json': { schema, examples } },
  };
}
