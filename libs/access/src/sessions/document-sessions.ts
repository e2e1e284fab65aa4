import type { OpenAPIObject } from '@nestjs/swagger';
import { addProblem } from '@trellis/http';
import { accessProblems } from '../access.problems.ts';
import { NO_ROLE } from '../keys/request-actor.ts';

const CHANGING = ['post', 'put', 'patch', 'delete'] as const;

/** Sign-in needs no key; and with a session, a page of another site changes nothing. */
export function documentSessions(document: OpenAPIObject): OpenAPIObject {
  for (const item of Object.values(document.paths)) {
    for (const method of CHANGING) {
      const operation = item[method];
      if (!operation) continue;
      addProblem(operation.responses, accessProblems.cross_site);
      if (operation.description === `Role: ${NO_ROLE}`) operation.security = [];
    }
  }
  return document;
}
