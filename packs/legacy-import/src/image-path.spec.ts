import { commonEnding, folded, partsOf } from './image-path.ts';

describe('image paths of earlier systems', () => {
  it.each([
    ['/srv/out/jars_1.png', ['jars_1.png', 'out', 'srv']],
    ['C:\\ComfyUI\\output\\jars_1.png', ['jars_1.png', 'output', 'ComfyUI', 'C:']],
    ['output\\jars_1.png', ['jars_1.png', 'output']],
    ['./output//jars_1.png', ['jars_1.png', 'output']],
    ['http://127.0.0.1:8188/view?filename=jars_1.png&subfolder=&type=output', ['jars_1.png', 'output']],
    ['/view?filename=jars%201.png&subfolder=day%2Fone&type=temp', ['jars 1.png', 'one', 'day', 'temp']],
    ['/api/view?filename=jars_1.png', ['jars_1.png']],
    ['https://example.org/media/caf%C3%A9.png?size=2', ['café.png', 'media']],
    ['https://example.org/media/100%.png', ['100%.png', 'media']],
    ['file:///srv/out/jars%201.png', ['jars 1.png', 'out', 'srv']],
    ['cafe\u0301.png', ['café.png']],
    ['what?.png', ['what?.png']],
    ['', []],
  ])('reads %j', (path, parts) => {
    expect(partsOf(path)).toEqual(parts);
  });

  it('compares without case, and counts the parts in common', () => {
    expect(folded(['JARS_1.PNG', 'Straße'])).toEqual(folded(['jars_1.png', 'STRASSE']));
    expect(commonEnding(['a', 'b', 'c'], ['a', 'b', 'd', 'e'])).toBe(2);
    expect(commonEnding(['a'], ['a', 'b'])).toBe(1);
    expect(commonEnding(['a', 'b'], ['a'])).toBe(1);
  });
});
