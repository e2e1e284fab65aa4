import { DomainError, defineProblems } from '@trellis/kernel';

export const secretsProblems = defineProblems({
  secrets_key_missing: ['unprocessable', 'The server has no key for secrets'],
});

export const secretsKeyMissing = (): DomainError =>
  new DomainError(
    secretsProblems.secrets_key_missing,
    'The server has no key to encrypt secrets with. Set SECRETS_KEY or SECRETS_KEY_FILE, and restart the server.',
  );

/** A sealed value that none of the keys opens, or that stands elsewhere than it was sealed for. */
export class SecretUnreadableError extends Error {
  constructor(reason: 'no key of its version' | 'altered or moved') {
    super(`A secret cannot be read: ${reason}. trellis doctor lists all of them.`);
  }
}
