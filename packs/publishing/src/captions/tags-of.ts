import { ValidationFailedError } from '@trellis/kernel';
import { asTag, eachOnce } from './hashtags.ts';

/** Composed, without `#`, each once. @throws ValidationFailedError for a text that is no hashtag */
export const tagsOf = (given: readonly string[]): string[] =>
  eachOnce(
    given.map((text, n) => {
      const tag = asTag(text);
      if (tag !== undefined) return tag;
      const message = 'must be letters, digits and _, at least one of them no digit';
      throw new ValidationFailedError([{ path: `hashtags.${n}`, message }]);
    }),
  );
