import type { PublishAccountEntity } from '../accounts/account.entity.ts';
import type { Provider } from './provider.ts';

/** A provider, and the posts that have appeared through it. */
export interface ProvidedCase {
  provider: Provider;
  appeared: () => readonly string[];
}

const actsOf = (sending: () => Promise<void>) => ({ sending, resume: () => Promise.resolve(true) });
const POST = { postId: 'p', accountId: 'a', leaseToken: 't', takenAt: new Date() };

/** What every provider promises. */
export function describeProvider(name: string, make: () => ProvidedCase): void {
  describe(`the provider ${name}`, () => {
    it('names what keeps an account from publishing, and what of the pictures it refuses, as problems', async () => {
      const { provider } = make();
      for (const problems of [await provider.check({} as PublishAccountEntity), await provider.problemsOf([])])
        for (const { code, detail } of problems) expect([code, detail.length > 10]).toEqual([expect.any(String), true]);
    });

    it('publishes only where it says so, and never before the send is committed', async () => {
      const { provider, appeared } = make();
      const uncommitted = () => Promise.reject(new Error('the lease is lost'));
      await expect(provider.publish(POST, actsOf(uncommitted))).rejects.toThrow();
      expect(appeared()).toEqual([]);
    });

    it('publishes a post once', async () => {
      const { provider, appeared } = make();
      let sent = 0;
      const sending = async () => void (sent += 1);
      if (!provider.publishes) return expect(provider.publish(POST, actsOf(sending))).rejects.toThrow('a person');
      expect(await provider.publish(POST, actsOf(sending))).toMatchObject({ outcome: 'published' });
      expect([sent, appeared()]).toEqual([1, ['p']]);
    });
  });
}
