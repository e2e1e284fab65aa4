import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DataSource } from 'typeorm';
import supertest, { type Test } from 'supertest';
import { loadConfig, type TrellisConfig } from '@trellis/config';
import { postgresOptions } from '@trellis/database';
import { HTTP_LIMITS } from '@trellis/http';
import { freshDatabase, temporaryDirectory, untilDeadline } from '@trellis/testing';
import { ApiKeys } from '@trellis/access';
import { AnswerCheck } from './answer-check.spec-support.ts';
import { buildApp, startWork } from '../../build-app.ts';

type Method = 'get' | 'head' | 'post' | 'put' | 'patch' | 'delete';

export interface AppOptions {
  env?: Record<string, string>;
  /** Whether it works on events and links. */
  works?: boolean;
  limits?: typeof HTTP_LIMITS;
  /** Changes the address of its database, for a proxy in between, or the database itself. */
  way?: (url: string) => Promise<string>;
  /** Runs before the application is built. */
  before?: (config: TrellisConfig) => Promise<void>;
}

/** The whole application on its own database and folders, built as main builds it, listening on a free port. */
export class RunningApp {
  app!: NestFastifyApplication;
  config!: TrellisConfig;
  /** Of an admin. */
  key!: string;
  databaseUrl!: string;
  /** As the owner of the schema. The application works with fewer rights. */
  dataSource!: DataSource;
  private readonly answers = new AnswerCheck();
  private cleanUp!: () => Promise<void>;

  static async start(options: AppOptions = {}): Promise<RunningApp> {
    const app = new RunningApp();
    await app.start(options);
    return app;
  }

  async start({ env = {}, works = true, limits = HTTP_LIMITS, way, before }: AppOptions = {}): Promise<void> {
    const database = await freshDatabase();
    const directory = await temporaryDirectory();
    const settings = {
      TRELLIS_DATA_DIR: directory.path,
      PORT: '0',
      LOG_LEVEL: 'silent',
      RATE_LIMIT_PER_MINUTE: '10000000',
      PUBLIC_BASE_URL: 'http://media.test/media',
    };
    this.config = loadConfig({ ...settings, ...env });
    await before?.(this.config);
    this.databaseUrl = database.url;
    this.dataSource = await new DataSource(postgresOptions(database.url, { poolSize: 4 })).initialize();
    this.app = await buildApp(this.config, way ? await way(database.workUrl) : database.workUrl, limits);
    ({ key: this.key } = await this.app.get(ApiKeys).create({ name: 'tester', role: 'admin' }, 'test'));
    await this.app.listen(0, '127.0.0.1');
    this.answers.watch(this.app.getHttpServer());
    if (works) await startWork(this.app);
    this.cleanUp = async () => {
      await this.dataSource.destroy();
      await database.drop();
      await directory.remove();
    };
  }

  async stop(): Promise<void> {
    await this.app.close();
    await this.cleanUp();
    this.answers.expectNone();
  }

  /** The first folder of candidates. */
  get root(): string {
    return this.config.CANDIDATE_ROOTS[0] as string;
  }

  /** The connections of the application. */
  get pool(): DataSource {
    return this.app.get(DataSource);
  }

  /** A request with the key, below the base path. */
  call(method: Method, path: string, body?: object | string): Test {
    const request = supertest(this.app.getHttpServer())
      [method](`/api/v1${path}`)
      .set('Authorization', `Bearer ${this.key}`);
    return body === undefined ? request : request.set('Content-Type', 'application/json').send(body);
  }

  raw(method: Method, path: string): Test {
    return supertest(this.app.getHttpServer())[method](path);
  }

  /** The body of a successful answer. */
  async ok<T = Record<string, never>>(method: Method, path: string, body?: object): Promise<T> {
    const answer = await this.call(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return answer.body as T;
  }

  /** Writes a file into the first candidate root and returns its path. */
  file(name: string, bytes: Buffer): Promise<string> {
    return RunningApp.writeFile(this.config, name, bytes);
  }

  static async writeFile({ CANDIDATE_ROOTS: [root] }: TrellisConfig, name: string, bytes: Buffer): Promise<string> {
    await mkdir(root as string, { recursive: true });
    const path = join(root as string, name);
    await writeFile(path, bytes);
    return path;
  }

  /** Starts the background work later. */
  work(): Promise<void> {
    return startWork(this.app);
  }

  /** The link of the run, once it is no longer pending. */
  settled(runId: string): Promise<Link> {
    return untilDeadline(`the link of run ${runId} to settle`, async () => {
      const link = await this.ok<Link>('get', `/runs/${runId}/link`);
      return link.state !== 'pending' && link;
    });
  }
}

export interface Link {
  runId: string;
  state: string;
  reason: string | null;
  clusterId: string | null;
  candidateId: string | null;
  photoId: string | null;
  attempts: number;
  lastError: string | null;
}
