import { Module, type DynamicModule } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import { ClusteringModule } from '@trellis/clustering';
import { ConfigModule, TrellisConfig } from '@trellis/config';
import { ContentPillarsModule } from '@trellis/content-pillars';
import { DatabaseModule } from '@trellis/database';
import { EventsModule } from '@trellis/events';
import { HttpModule } from '@trellis/http';
import { PersonasModule } from '@trellis/personas';
import { PhotosModule } from '@trellis/photos';
import { PipelineModule } from '@trellis/pipeline';
import { StorageModule } from '@trellis/storage';
import { HealthController } from './health/health.controller.ts';
import { DeadLettersController } from './events/dead-letters.controller.ts';
import { HealthService } from './health/health.service.ts';
import { logging } from './logging.ts';
import { MetricsController } from './metrics/metrics.controller.ts';
import { Metrics } from './metrics/metrics.ts';

/** The whole application, for every role; what a process works on is decided after it has started. */
@Module({})
export class AppModule {
  static forRoot(config: TrellisConfig, databaseUrl: string): DynamicModule {
    return {
      module: AppModule,
      imports: [
        LoggerModule.forRoot(logging(config)),
        ConfigModule.forRoot(config),
        DatabaseModule.forRoot({ url: databaseUrl, applicationName: `trellis-${config.ROLE}` }),
        EventsModule.forRoot({ url: databaseUrl, works: config.isWorker }),
        ...[
          HttpModule,
          StorageModule,
          PersonasModule,
          ContentPillarsModule,
          PipelineModule,
          PhotosModule,
          ClusteringModule,
        ],
      ],
      controllers: [HealthController, MetricsController, DeadLettersController],
      providers: [HealthService, Metrics],
    };
  }
}
