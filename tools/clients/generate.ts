// Generates both clients from the committed OpenAPI document, as a user would.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';
import { generate } from 'orval';
import ts from 'typescript';

const here = import.meta.dirname;
const document = join(here, '../../openapi.json');
const generated = join(here, 'generated');
const BLOB = ts.factory.createTypeReferenceNode('Blob');

/** The bytes of a file are a Blob. Without this they are a string. */
const types = await openapiTS(pathToFileURL(document), {
  transform: ({ format }) => (format === 'binary' ? BLOB : undefined),
});
await mkdir(generated, { recursive: true });
await writeFile(join(generated, 'openapi-typescript.ts'), astToString(types));

const connection = [{ name: 'base', importPath: '../connection.ts' }];
await generate({
  input: { target: document },
  output: {
    client: 'fetch',
    mode: 'single',
    target: join(generated, 'orval.ts'),
    baseUrl: { runtime: 'base', imports: connection },
  },
});
