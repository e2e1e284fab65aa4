import 'reflect-metadata';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsOptional, IsString, ValidateNested } from 'class-validator';
import { excessOf } from './excess.ts';
import { validated } from './validated.ts';

class Item {
  @IsString() name!: string;
}
class Body {
  @IsOptional() @IsString() title?: string;
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(3, { message: 'must have at most 3' })
  @ValidateNested({ each: true })
  @Type(() => Item)
  items?: Item[];
}

const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`x${i}`, 1]));
const milliseconds = async (work: () => unknown) => {
  const from = performance.now();
  await work();
  return performance.now() - from;
};

describe('excessOf', () => {
  it('names unknown fields at any depth, and lists over their limit', () => {
    expect(excessOf({ title: 'a', other: 1, items: [{ name: 'b' }, { nam: 'c' }] }, Body)).toEqual([
      { path: 'other', message: 'is not a known field' },
      { path: 'items.1.nam', message: 'is not a known field' },
    ]);
    expect(excessOf({ items: [1, 2, 3, 4] }, Body)).toEqual([{ path: 'items', message: 'must have at most 3' }]);
    expect(excessOf({ title: 7, items: [{ name: 'b' }] }, Body)).toEqual([]);
    expect(excessOf([{ other: 1 }], Body)).toEqual([]);
  });

  it('stops after 20', () => {
    expect(excessOf({ items: [many(50_000)], ...many(50_000) }, Body)).toHaveLength(20);
  });
});

describe('a body with far too much', () => {
  it.each([
    ['unknown fields', () => many(50_000)],
    ['unknown fields of a nested object', () => ({ items: [{ name: 'a', ...many(50_000) }] })],
    ['items', () => ({ items: Array.from({ length: 25_000 }, () => ({ name: 1 })) })],
  ])('is refused before its %s are validated one by one', async (_what, body) => {
    const value = body();
    const refused = validated(Body, value).then(
      () => undefined,
      (error: unknown) => error as { code: string; errors: unknown[]; detail: string },
    );
    const error = await refused;
    expect(error?.code).toBe('validation_failed');
    expect(error?.errors.length).toBeLessThanOrEqual(20);
    expect(error?.detail.length).toBeLessThanOrEqual(500);
    const plain = await milliseconds(() => JSON.parse(JSON.stringify(value)));
    const refusing = await milliseconds(() => validated(Body, value).catch(() => undefined));
    expect(refusing / plain).toBeLessThan(20);
  });
});
