import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { asOpenApi31 } from './open-api-31.ts';
import type { Problem } from '@trellis/kernel';

/**
 * The OpenAPI document of the application.
 * @param problems every problem in its answers
 * @param server the URL before every path; `/` is the server that the document comes from
 */
export function buildOpenApi(app: INestApplication, problems: readonly Problem[], server = '/'): OpenAPIObject {
  const options = new DocumentBuilder()
    .setTitle('Trellis')
    .setDescription('The content library between strategy and publishing for AI-made image accounts.')
    .setVersion('1')
    .addServer(server)
    .addBearerAuth(
      {
        type: 'http',
        scheme: 'bearer',
        description: 'An API key. Pages of this server use the cookie of POST /session instead',
      },
      'key',
    )
    .addSecurityRequirements('key')
    .build();
  const document = listCodes(SwaggerModule.createDocument(app, options, { ignoreGlobalPrefix: false }), problems);
  return asOpenApi31({ ...document, tags: tagsOf(document) });
}

const tagsOf = ({ paths }: OpenAPIObject): { name: string }[] => {
  const operations = Object.values(paths).flatMap((item) => Object.values(item) as { tags?: string[] }[]);
  return [...new Set(operations.flatMap(({ tags = [] }) => tags))].sort().map((name) => ({ name }));
};

function listCodes(document: OpenAPIObject, problems: readonly Problem[]): OpenAPIObject {
  const schema = document.components?.schemas?.['ProblemResponse'];
  const code = schema && 'properties' in schema ? schema.properties?.['code'] : undefined;
  if (!code || '$ref' in code) throw new Error('the document has no ProblemResponse');
  code.enum = [...new Set(problems.map((problem) => problem.code))].sort();
  return document;
}
