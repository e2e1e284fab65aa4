import { FakeProvider } from '../running/fake-provider.spec-support.ts';
import { ManualProvider } from './manual.provider.ts';
import { describeProvider } from './provider-contract.spec-support.ts';

describeProvider('manual', () => ({ provider: new ManualProvider(), appeared: () => [] }));
describeProvider('of the tests', () => {
  const provider = new FakeProvider();
  return { provider, appeared: () => provider.appeared };
});
