/** Pairs that are loaded behind the shown one. */
export const AHEAD = 4;
