import { Module, type DynamicModule } from '@nestjs/common';
import { TrellisConfig } from './trellis-config.ts';

/** Makes the validated configuration injectable by its class. */
@Module({})
export class ConfigModule {
  static forRoot(config: TrellisConfig): DynamicModule {
    return {
      module: ConfigModule,
      global: true,
      providers: [{ provide: TrellisConfig, useValue: config }],
      exports: [TrellisConfig],
    };
  }
}
