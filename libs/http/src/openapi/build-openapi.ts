import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { documentIdempotency } from './idempotent-operations.ts';

/** The OpenAPI document of the application; the committed openapi.json is this one. */
export function buildOpenApi(app: INestApplication): OpenAPIObject {
  const options = new DocumentBuilder()
    .setTitle('Trellis')
    .setDescription('The content library between strategy and publishing for AI-made image accounts.')
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'An API key' }, 'key')
    .addSecurityRequirements('key')
    .build();
  return documentIdempotency(SwaggerModule.createDocument(app, options, { ignoreGlobalPrefix: false }));
}
