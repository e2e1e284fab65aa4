/** Two halves of 63 bits, as unsigned numbers. */
export interface HalfHashes {
  high: number;
  low: number;
}

/** Of a picture and of its mirror image, as text of 0 and 1. */
export interface HashTexts {
  pictureHash: string;
  mirrorHash: string;
}

/** A picture that looks like another one. */
export interface Alike {
  id: string;
  /** Different bits, of 63. */
  distance: number;
  /** Whether it is like the mirror image. */
  mirrored: boolean;
}

/** Different bits, of 63: up to here pictures are nearly the same, cropped or varied a little. */
const MOST_OF_SIMILAR = 14;
const HIGH_BITS = 31;

/** Of text of 0 and 1. */
export const halvesOf = (bits: string): HalfHashes => ({
  high: Number.parseInt(bits.slice(0, HIGH_BITS), 2),
  low: Number.parseInt(bits.slice(HIGH_BITS), 2),
});

const ONES = Uint8Array.from({ length: 65_536 }, (_, number) => {
  let ones = 0;
  for (let rest = number; rest > 0; rest &= rest - 1) ones += 1;
  return ones;
});
const ones = (word: number): number => (ONES[word & 0xffff] ?? 0) + (ONES[word >>> 16] ?? 0);

/** The hashes of many pictures, 8 bytes each, for comparisons with one. */
export class HashIndex {
  private readonly places = new Map<string, number>();
  private readonly ids: string[] = [];
  private high = new Uint32Array(1_024);
  private low = new Uint32Array(1_024);

  get size(): number {
    return this.ids.length;
  }

  set(id: string, { high, low }: HalfHashes): void {
    const place = this.places.get(id) ?? this.append(id);
    this.high[place] = high;
    this.low[place] = low;
  }

  /** Every picture with at most this many different bits, unordered. */
  within(most: number, { high, low }: HalfHashes): { id: string; distance: number }[] {
    const found: { id: string; distance: number }[] = [];
    for (let place = 0; place < this.ids.length; place += 1) {
      const first = ones((this.high[place] ?? 0) ^ high);
      if (first > most) continue;
      const distance = first + ones((this.low[place] ?? 0) ^ low);
      if (distance <= most) found.push({ id: this.ids[place] ?? '', distance });
    }
    return found;
  }

  /** What looks like the picture or its mirror image, nearest first. */
  alike({ pictureHash, mirrorHash }: HashTexts): Alike[] {
    const found = new Map<string, Alike>();
    for (const [bits, mirrored] of [
      [pictureHash, false],
      [mirrorHash, true],
    ] as const)
      for (const { id, distance } of this.within(MOST_OF_SIMILAR, halvesOf(bits)))
        if (distance < (found.get(id)?.distance ?? Infinity)) found.set(id, { id, distance, mirrored });
    return [...found.values()].sort((a, b) => a.distance - b.distance || (a.id < b.id ? -1 : 1));
  }

  private append(id: string): number {
    const place = this.ids.push(id) - 1;
    this.places.set(id, place);
    if (place === this.high.length) [this.high, this.low] = [doubled(this.high), doubled(this.low)];
    return place;
  }
}

function doubled(words: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(words.length * 2);
  larger.set(words);
  return larger;
}
