import { UndecodableTextError, decodeText } from './index.ts';

const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))));
const refused = (content: Uint8Array): UndecodableTextError => {
  try {
    decodeText(content);
  } catch (error) {
    return error as UndecodableTextError;
  }
  throw new Error('the bytes were decoded');
};

describe('decodeText', () => {
  it('reads UTF-8 with and without a mark, and UTF-16 with one', () => {
    const text = 'Küche 光 😀\n';
    const utf16 = Buffer.from(text, 'utf16le');
    expect(decodeText(bytes(text))).toBe(text);
    expect(decodeText(bytes([0xef, 0xbb, 0xbf], text))).toBe(text);
    expect(decodeText(bytes([0xff, 0xfe], [...utf16]))).toBe(text);
    expect(decodeText(bytes([0xfe, 0xff], [...Buffer.from(utf16).swap16()]))).toBe(text);
    expect(decodeText(bytes())).toBe('');
  });

  it.each([
    ['Latin-1 in the second line', bytes('ü\ncaf', [0xe9], '"'), 'UTF-8', 6, 2],
    ['a character that is cut off at the end', bytes('ab', [0xf0, 0x9f, 0x98]), 'UTF-8', 2, 1],
    ['half a surrogate as UTF-8', bytes('x', [0xed, 0xa0, 0x80]), 'UTF-8', 1, 1],
    ['bytes after a mark', bytes([0xef, 0xbb, 0xbf], 'ab', [0xff]), 'UTF-8', 5, 1],
    ['an odd byte of UTF-16', bytes([0xff, 0xfe], [0x61, 0x00, 0x0a, 0x00, 0x62]), 'UTF-16', 6, 2],
    ['half a surrogate of UTF-16', bytes([0xff, 0xfe], [0x61, 0x00, 0x00, 0xd8, 0x62, 0x00]), 'UTF-16', 4, 1],
  ])('names the place of %s', (_what, content, encoding, byte, line) => {
    const { encoding: named, byte: at, line: inLine, message } = refused(content);
    expect([named, at, inLine]).toEqual([encoding, byte, line]);
    expect(message).toBe(`Byte ${byte} (line ${line}) is not ${encoding}.`);
  });
});
