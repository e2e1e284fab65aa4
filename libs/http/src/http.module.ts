import { Module, type DynamicModule } from '@nestjs/common';
import { References } from './problems/references.ts';

export interface HttpModuleOptions {
  /** By constraint name: what a row that others refer to is used by. */
  references?: Readonly<Record<string, string>>;
}

/** What the HTTP layer has to know about the packs above it. */
@Module({})
export class HttpModule {
  static forRoot({ references = {} }: HttpModuleOptions = {}): DynamicModule {
    return {
      module: HttpModule,
      global: true,
      providers: [{ provide: References, useValue: new References(references) }],
      exports: [References],
    };
  }
}
