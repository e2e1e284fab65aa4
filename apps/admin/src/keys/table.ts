/** Where a key works. Each screen has the keys of `everywhere` too, except while a dialog is open. */
export type Scope = 'everywhere' | 'vote' | 'candidates' | 'photos' | 'loupe' | 'links';

export interface Binding {
  scope: Scope;
  /** What it does, in code. */
  action: string;
  /** Characters as they are typed, names of other keys, and `Num4` by its place. `g t` is one after the other. */
  keys: readonly string[];
  /** What it does, in the help. */
  does: string;
  /** Held down, it goes on. All others are one press. */
  repeats?: boolean;
}

const goTo = (letter: string, screen: string): Binding => ({
  scope: 'everywhere',
  action: `go ${screen}`,
  keys: [`g ${letter}`],
  does: `Go to ${screen}`,
});

/** Every key, in one place: tooltips, the help and the tests are made of it. */
export const bindings: readonly Binding[] = [
  { scope: 'everywhere', action: 'help', keys: ['?'], does: 'Show the keys' },
  { scope: 'everywhere', action: 'palette', keys: ['Ctrl+K'], does: 'Search or do' },
  goTo('t', 'Today'),
  goTo('p', 'Personas'),
  goTo('c', 'Clusters'),
  goTo('r', 'Runs'),
  goTo('h', 'Photos'),
  goTo('l', 'Links'),
  { scope: 'everywhere', action: 'filter', keys: ['/'], does: 'Filter this list' },
  { scope: 'everywhere', action: 'close', keys: ['Escape'], does: 'Close what is on top' },
  { scope: 'everywhere', action: 'undo', keys: ['U'], does: 'Undo the last act of this screen' },
  { scope: 'candidates', action: 'previous', keys: ['ArrowLeft'], does: 'The candidate before', repeats: true },
  { scope: 'candidates', action: 'next', keys: ['ArrowRight'], does: 'The next candidate', repeats: true },
  { scope: 'candidates', action: 'loupe', keys: ['Space', 'Enter'], does: 'Open in the loupe' },
  { scope: 'candidates', action: 'select', keys: ['X'], does: 'Select, or not' },
  { scope: 'candidates', action: 'reject', keys: ['R'], does: 'Reject, or lift the rejection' },
  { scope: 'candidates', action: 'winner', keys: ['W'], does: 'Make the current one the winner' },
  { scope: 'loupe', action: 'previous', keys: ['ArrowLeft'], does: 'The picture before', repeats: true },
  { scope: 'loupe', action: 'next', keys: ['ArrowRight'], does: 'The next picture', repeats: true },
  { scope: 'vote', action: 'a', keys: ['ArrowLeft', '1', 'Num4'], does: 'A is better' },
  { scope: 'vote', action: 'b', keys: ['ArrowRight', '2', 'Num6'], does: 'B is better' },
  { scope: 'vote', action: 'draw', keys: ['ArrowDown', '0', 'Num5'], does: 'Draw' },
  { scope: 'vote', action: 'skip', keys: ['S'], does: 'Skip this pair' },
  { scope: 'vote', action: 'undo', keys: ['U', 'Backspace'], does: 'Undo the last vote' },
  { scope: 'vote', action: 'reject a', keys: ['Shift+ArrowLeft'], does: 'Reject A' },
  { scope: 'vote', action: 'reject b', keys: ['Shift+ArrowRight'], does: 'Reject B' },
  { scope: 'vote', action: 'reject both', keys: ['Shift+ArrowDown'], does: 'Reject both' },
  { scope: 'vote', action: 'zoom', keys: ['Z'], does: '100 % at the pointer, on both sides' },
  { scope: 'vote', action: 'fullscreen', keys: ['F'], does: 'Full screen' },
];
