import type { PostingRules } from '@trellis/personas';
import { checkCaption, sentText } from './caption-check.ts';
import { asTag, countOfTags, eachOnce, joined, tagsIn } from './hashtags.ts';
import { shareOf, trigramsOf } from './repetition.ts';
import { shorten } from './shorten.ts';

const rules: PostingRules = {
  id: 'p',
  name: 'north quay',
  timeZone: 'UTC',
  captionConfig: null,
  hashtagStrategy: null,
};

describe('hashtags', () => {
  it.each([
    ['#NorthQuay', 'NorthQuay'],
    [' dusk ', 'dusk'],
    ['2027_dusk', '2027_dusk'],
    ['123', undefined],
    ['two words', undefined],
    ['semi-colon', undefined],
    ['', undefined],
    ['#', undefined],
    ['Cafe\u0301', 'Café'],
    ['日本', '日本'],
  ])('%s is %s', (text, tag) => {
    expect(asTag(text)).toBe(tag);
  });

  it('are read from a caption as Instagram reads them', () => {
    expect(tagsIn('#one, a#two #123 ##three #Café, #one\n#four_5!')).toEqual(['one', 'three', 'Café', 'four_5']);
  });

  it('are each counted once, in caption and field together, without case', () => {
    expect(countOfTags('at #Dusk with #sea', ['dusk', 'quay'])).toBe(3);
    expect(eachOnce(['A', 'a', 'B'])).toEqual(['A', 'B']);
  });

  it('follow the caption after an empty line', () => {
    expect(joined('words', ['a', 'b'])).toBe('words\n\n#a #b');
    expect(joined('', ['a'])).toBe('#a');
    expect(joined('words', [])).toBe('words');
  });
});

describe('a caption', () => {
  it('is counted as it is sent, in UTF-16 units, with the disclosure', () => {
    const disclosing = { ...rules, captionConfig: { disclosure: 'Made with AI.' } };
    expect(sentText(disclosing, 'x', ['a'])).toBe('x\n\nMade with AI.\n\n#a');
    expect(checkCaption(disclosing, { caption: '🌅', hashtags: ['a'] }, [])).toMatchObject({
      length: 2 + 2 + 13 + 2 + 2,
      hashtagCount: 1,
    });
  });

  it.each([
    ['caption_too_long', { caption: 'x'.repeat(2_201), hashtags: [] }],
    ['too_many_hashtags', { caption: '#a #b #c', hashtags: ['d', 'e', 'f'] }],
    ['too_many_mentions', { caption: Array.from({ length: 21 }, (_, n) => `@friend${n}`).join(' '), hashtags: [] }],
  ])('is refused as %s, and not at its limit', (code, content) => {
    expect(checkCaption(rules, content, []).problems).toMatchObject([{ code }]);
    expect(checkCaption(rules, { caption: 'x'.repeat(2_200), hashtags: [] }, []).problems).toEqual([]);
  });

  it('may have as many hashtags as the persona says, and never more than 30', () => {
    const wanting = (maxTags: number) => ({ ...rules, hashtagStrategy: { maxTags, brandTags: [] } });
    const hashtags = Array.from({ length: 30 }, (_, n) => `t${n}`);
    expect(checkCaption(wanting(30), { caption: '', hashtags }, []).problems).toEqual([]);
    expect(checkCaption(wanting(30), { caption: '#more', hashtags }, []).problems).toMatchObject([
      { code: 'too_many_hashtags' },
    ]);
    expect(checkCaption(wanting(8), { caption: '', hashtags: hashtags.slice(0, 9) }, []).problems).toHaveLength(1);
  });

  it('is compared with the latest ones: the same is refused, half of it warned of', () => {
    const recent = [{ postId: 'r', caption: 'the harbor wakes before the first boats leave' }];
    expect(
      checkCaption(rules, { caption: ' the harbor wakes before the first boats leave ', hashtags: [] }, recent)
        .problems,
    ).toMatchObject([{ code: 'duplicate_caption' }]);
    const alike = checkCaption(
      rules,
      { caption: 'The harbor wakes before the first boats return', hashtags: [] },
      recent,
    );
    expect(alike).toMatchObject({ problems: [], warnings: [{ code: 'repeats', postId: 'r', share: 0.83 }] });
    expect(checkCaption(rules, { caption: '', hashtags: [] }, [{ postId: 'r', caption: '' }]).problems).toEqual([]);
  });

  it('shares groups of three words of three letters and more', () => {
    expect([...trigramsOf('An old Harbor, the quay: at dusk!')]).toEqual([
      'old harbor the',
      'harbor the quay',
      'the quay dusk',
    ]);
    expect(shareOf('one two', 'one two')).toBe(0);
  });

  it.each([
    ['First one. Second one. Third', 24, 'First one. Second one.'],
    ['no sentence ends here at all', 12, 'no sentence'],
    ['abcdefghij', 4, 'abcd'],
    ['🌅🌅🌅', 3, '🌅'],
    ['short', 10, 'short'],
  ])('%s of %s units is shortened to %s', (text, most, shortened) => {
    expect(shorten(text, most)).toBe(shortened);
  });
});
