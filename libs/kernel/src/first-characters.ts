/** The first `most` code points of a text, so that no cut goes through a pair of surrogates. */
export const firstCharacters = (text: string, most: number): string => [...text].slice(0, most).join('');
