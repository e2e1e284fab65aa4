import { PartialType } from '@nestjs/swagger';
import {
  Id,
  OneOf,
  Optional,
  OptionalFlag,
  OptionalId,
  OptionalName,
  OptionalObject,
  OptionalText,
  QueryFlag,
  WholeNumber,
} from './fields.ts';
import { validated } from './validated.ts';
import { IsText } from './validators.ts';

class Fields {
  @Id() id!: string;
  @OptionalId() other?: string;
  @OptionalId({ nullable: true }) parent?: string | null;
  @OneOf(['a', 'b']) kind!: string;
  @WholeNumber(1, 3) count!: number;
  @OptionalText(3, { least: 1, nullable: true }) note?: string | null;
  @OptionalName('study') name?: string;
  @OptionalFlag() flag?: boolean;
  @QueryFlag() asked?: boolean;
  @Optional() @IsText(5) plain?: string;
  @OptionalObject() variables?: object;
}
class Changes extends PartialType(Fields, { skipNullProperties: false }) {}

const ID = '01890A5D-AC96-774B-BCCE-B302099A805C';
const valid = { id: ID, kind: 'a', count: 3 };
const errorsOf = async (fields: object, type: new () => object = Fields) =>
  validated(type, fields).then(
    () => [],
    (error: { errors: { path: string; message: string }[] }) => error.errors.map(({ path }) => path),
  );

describe('the decorators of fields', () => {
  it('bound an object in all and in each value, counted as JSON in UTF-8', async () => {
    const value = (bytes: number) => 'x'.repeat(bytes - 2);
    const sixOf = (bytes: number) => Object.fromEntries([1, 2, 3, 4, 5, 6].map((i) => [`v${i}`, value(bytes)]));
    expect(await errorsOf({ ...valid, variables: { v: value(10 * 1024) } })).toEqual([]);
    expect(await errorsOf({ ...valid, variables: { v: value(10 * 1024 + 1) } })).toEqual(['variables']);
    expect(await errorsOf({ ...valid, variables: { v: 'ü'.repeat(5 * 1024) } })).toEqual(['variables']);
    expect(await errorsOf({ ...valid, variables: sixOf(10 * 1024) })).toEqual([]);
    expect(await errorsOf({ ...valid, variables: { ...sixOf(10 * 1024), more: value(5 * 1024) } })).toEqual([
      'variables',
    ]);
  });

  it('put ids into lower case', async () => {
    expect(await validated(Fields, { ...valid, parent: ID })).toMatchObject({
      id: ID.toLowerCase(),
      parent: ID.toLowerCase(),
    });
  });

  it.each([
    [{ id: 'x' }, 'id'],
    [{ id: undefined }, 'id'],
    [{ other: null }, 'other'],
    [{ parent: 'x' }, 'parent'],
    [{ kind: 'c' }, 'kind'],
    [{ count: 4 }, 'count'],
    [{ count: 1.5 }, 'count'],
    [{ note: '' }, 'note'],
    [{ note: 'long' }, 'note'],
    [{ name: null }, 'name'],
    [{ name: ' ' }, 'name'],
    [{ flag: 'true' }, 'flag'],
    [{ asked: 'yes' }, 'asked'],
    [{ plain: null }, 'plain'],
  ])('refuse %j by its path', async (field, path) => {
    expect(await errorsOf({ ...valid, ...field })).toEqual([path]);
  });

  it.each([
    [{ parent: null }],
    [{ note: null }],
    [{ other: undefined }],
    [{ asked: 'true' }],
    [{ flag: false }],
    [{ name: 'x' }],
  ])('accept %j', async (field) => {
    expect(await errorsOf({ ...valid, ...field })).toEqual([]);
  });

  it('allow absence in a partial type, and refuse null as before', async () => {
    expect(await errorsOf({}, Changes)).toEqual([]);
    expect(await errorsOf({ kind: null }, Changes)).toEqual(['kind']);
    expect(await errorsOf({ parent: null }, Changes)).toEqual([]);
  });
});
