import { keysetPages } from './keyset-pages.ts';

describe('keyset pages', () => {
  const pagesOf = async (rows: number[], size: number) => {
    const asked: (number | undefined)[] = [];
    const pages: number[][] = [];
    const pageAfter = async (last: number | undefined) => {
      asked.push(last);
      return rows.filter((row) => last === undefined || row > last).slice(0, size);
    };
    for await (const page of keysetPages(size, pageAfter)) pages.push(page);
    return { asked, pages };
  };

  it.each([
    [[], [], [undefined]],
    [[1], [[1]], [undefined]],
    [[1, 2], [[1, 2]], [undefined, 2]],
    [
      [1, 2, 3],
      [[1, 2], [3]],
      [undefined, 2],
    ],
  ])('of %j are %j', async (rows, pages, asked) => {
    expect(await pagesOf(rows, 2)).toEqual({ pages, asked });
  });
});
