import { Module, type DynamicModule } from '@nestjs/common';
import { References } from './problems/references.ts';

export interface HttpModuleOptions {
  /** By constraint name: what to call the rows that refer to another row. */
  references?: Readonly<Record<string, string>>;
}

/** What the HTTP layer needs to know about the packs. */
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
