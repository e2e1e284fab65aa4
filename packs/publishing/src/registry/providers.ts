import { Injectable } from '@nestjs/common';
import type { ProviderName } from '../accounts/account.entity.ts';
import { InstagramProvider } from '../instagram/instagram.provider.ts';
import { ManualProvider } from '../providers/manual.provider.ts';
import type { Provider } from '../providers/provider.ts';

/** The providers by name. */
@Injectable()
export class Providers {
  private readonly byName: Readonly<Record<ProviderName, Provider>>;

  constructor(manual: ManualProvider, instagram: InstagramProvider) {
    this.byName = { manual, instagram };
  }

  of(name: ProviderName): Provider {
    return this.byName[name];
  }

  /** The names of those that publish by themselves. */
  get publishing(): ProviderName[] {
    return (Object.keys(this.byName) as ProviderName[]).filter((name) => this.of(name).publishes);
  }
}
