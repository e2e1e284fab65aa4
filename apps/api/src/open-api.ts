import type { INestApplication } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import { documentIdempotency } from '@trellis/access';
import { problems } from '@trellis/all';
import { buildOpenApi } from '@trellis/http';

/** The OpenAPI document of the whole application. The committed openapi.json is a copy. */
export const openApiOf = (app: INestApplication): OpenAPIObject => documentIdempotency(buildOpenApi(app, problems));
