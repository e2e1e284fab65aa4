import createClient from 'openapi-fetch';
import type { paths } from './schema.gen.d.ts';

export type * from './schema.gen.d.ts';

/** A client of the REST API, with the types of the committed document. Errors are the problem of the answer. */
export const apiClient = (options: Parameters<typeof createClient<paths>>[0]) => createClient<paths>(options);

export type ApiClient = ReturnType<typeof apiClient>;
