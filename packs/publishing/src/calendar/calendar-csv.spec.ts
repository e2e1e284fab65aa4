import type { PostView } from '../posts/post-view.ts';
import { calendarCsv } from './calendar-csv.ts';

const post = (caption: string) =>
  ({
    id: 'p',
    caption,
    hashtags: ['a', 'b'],
    photos: [{ photoId: 'x' }, { photoId: null }],
    scheduledAt: new Date(0),
    permalink: null,
  }) as unknown as PostView;
const cellOf = (caption: string) =>
  calendarCsv([post(caption)])
    .split('\r\n')
    .slice(1)
    .join('\r\n')
    .split(',x,')[1]
    ?.split(',"#a #b"')[0];

describe('the calendar as a table', () => {
  it.each([
    ['=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")",#a #b,\r\n`],
    ['+1', `'+1,#a #b,\r\n`],
    ['-1', `'-1,#a #b,\r\n`],
    ['@x', `'@x,#a #b,\r\n`],
    ['a, "b"\nc', `"a, ""b""\nc",#a #b,\r\n`],
    ['plain', 'plain,#a #b,\r\n'],
  ])('has the caption %j as a harmless text', (caption, cell) => {
    expect(cellOf(caption)).toBe(cell);
  });

  it('begins with the names of its columns', () => {
    expect(calendarCsv([])).toMatch(/^id,personaId,accountId,state,.*\r\n$/);
  });
});
