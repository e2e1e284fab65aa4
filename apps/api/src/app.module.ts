import { Module, type DynamicModule } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import { AccessModule } from '@trellis/access';
import { packs, published, references } from '@trellis/all';
import { ConfigModule, type TrellisConfig } from '@trellis/config';
import { DatabaseModule } from '@trellis/database';
import { EventsModule } from '@trellis/events';
import { HttpModule } from '@trellis/http';
import { SecretsModule } from '@trellis/secrets';
import { StorageModule } from '@trellis/storage';
import { HealthController } from './health/health.controller.ts';
import { DeadLettersController } from './events/dead-letters.controller.ts';
import { HealthService } from './health/health.service.ts';
import { logging } from './logging.ts';
import { MetricsController } from './metrics/metrics.controller.ts';
import { Metrics } from './metrics/metrics.ts';
import { PackMetrics } from './metrics/pack-metrics.ts';

/** The whole application, for every role. Work starts later, by role. */
@Module({})
export class AppModule {
  static forRoot(config: TrellisConfig, databaseUrl: string): DynamicModule {
    return {
      module: AppModule,
      imports: [
        LoggerModule.forRoot(logging(config)),
        ConfigModule.forRoot(config),
        DatabaseModule.forRoot({ url: databaseUrl, applicationName: `trellis-${config.ROLE}` }),
        EventsModule.forRoot({ url: databaseUrl, works: config.isWorker, published }),
        HttpModule.forRoot({ references }),
        SecretsModule,
        AccessModule,
        StorageModule,
        ...packs.map(({ module }) => module),
      ],
      controllers: [HealthController, MetricsController, DeadLettersController],
      providers: [HealthService, Metrics, PackMetrics],
    };
  }
}
