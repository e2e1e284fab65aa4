import type { INestApplication } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import { documentIdempotency, documentSessions } from '@trellis/access';
import { problems } from '@trellis/all';
import { TrellisConfig } from '@trellis/config';
import { buildOpenApi, documentEditing } from '@trellis/http';

/** The OpenAPI document of the whole application. The committed openapi.json is a copy. */
export const openApiOf = (app: INestApplication): OpenAPIObject =>
  documentIdempotency(
    documentSessions(documentEditing(buildOpenApi(app, problems, app.get(TrellisConfig).PUBLIC_API_URL))),
  );
