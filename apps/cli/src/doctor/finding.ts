/** Something that is not as it should be. */
export interface Finding {
  code: string;
  meaning: string;
  mend: string;
  count: number;
  /** The first of them. */
  ids: string[];
  mended: boolean;
}

export const MOST_IDS = 100;

export const finding = (
  { code, meaning, mend }: Pick<Finding, 'code' | 'meaning' | 'mend'>,
  ids: readonly string[],
  mended = false,
): Finding => ({ code, meaning, mend, count: ids.length, ids: ids.slice(0, MOST_IDS), mended });
