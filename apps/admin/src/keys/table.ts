/** Where a key works. Each screen has the keys of `everywhere` too, except while a dialog is open. */
export type Scope =
  'everywhere' | 'vote' | 'grid' | 'candidates' | 'photos' | 'loupe' | 'compare' | 'links' | 'calendar' | 'form';

export interface Binding {
  scope: Scope;
  /** What it does, in code. */
  action: string;
  /** Characters as they are typed, names of other keys, and `Num4` by its place. `G T` is one after the other. */
  keys: readonly string[];
  /** What it does, in the help. */
  does: string;
  /** Held down, it goes on. All others are one press. */
  repeats?: boolean;
  /** It begins when the key goes down, and ends when it goes up. */
  held?: boolean;
}

const goTo = (letter: string, screen: string): Binding => ({
  scope: 'everywhere',
  action: `go ${screen}`,
  keys: [`G ${letter.toUpperCase()}`],
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
  goTo('k', 'Calendar'),
  { scope: 'everywhere', action: 'filter', keys: ['/'], does: 'Filter this list' },
  { scope: 'everywhere', action: 'close', keys: ['Escape'], does: 'Close what is on top' },
  { scope: 'everywhere', action: 'undo', keys: ['U'], does: 'Undo the last act of this screen' },
  { scope: 'grid', action: 'left', keys: ['ArrowLeft'], does: 'The picture before', repeats: true },
  { scope: 'grid', action: 'right', keys: ['ArrowRight'], does: 'The next picture', repeats: true },
  { scope: 'grid', action: 'up', keys: ['ArrowUp'], does: 'The picture above', repeats: true },
  { scope: 'grid', action: 'down', keys: ['ArrowDown'], does: 'The picture below', repeats: true },
  { scope: 'grid', action: 'loupe', keys: ['Space', 'Enter'], does: 'Open in the loupe' },
  { scope: 'grid', action: 'select', keys: ['X'], does: 'Select, or not' },
  { scope: 'grid', action: 'select left', keys: ['Shift+ArrowLeft'], does: 'Select to the left', repeats: true },
  { scope: 'grid', action: 'select right', keys: ['Shift+ArrowRight'], does: 'Select to the right', repeats: true },
  { scope: 'grid', action: 'select up', keys: ['Shift+ArrowUp'], does: 'Select upwards', repeats: true },
  { scope: 'grid', action: 'select down', keys: ['Shift+ArrowDown'], does: 'Select downwards', repeats: true },
  { scope: 'grid', action: 'all', keys: ['Ctrl+A'], does: 'Select everything in this list' },
  { scope: 'grid', action: 'zoom', keys: ['Z'], does: 'Open at 100 %' },
  { scope: 'grid', action: 'compare', keys: ['C'], does: 'Compare the 2 to 4 selected' },
  { scope: 'grid', action: 'smaller', keys: ['['], does: 'Smaller pictures' },
  { scope: 'grid', action: 'larger', keys: [']'], does: 'Larger pictures' },
  { scope: 'candidates', action: 'reject', keys: ['R'], does: 'Reject, or lift the rejection' },
  { scope: 'candidates', action: 'winner', keys: ['W'], does: 'Make the current one the winner' },
  { scope: 'photos', action: 'tag', keys: ['T'], does: 'Tag' },
  { scope: 'photos', action: 'star', keys: ['*'], does: 'Star, or not' },
  { scope: 'photos', action: 'move', keys: ['M'], does: 'Move to another cluster' },
  { scope: 'loupe', action: 'previous', keys: ['ArrowLeft'], does: 'The picture before', repeats: true },
  { scope: 'loupe', action: 'next', keys: ['ArrowRight'], does: 'The next picture', repeats: true },
  { scope: 'loupe', action: 'zoom', keys: ['Z'], does: '100 % at the pointer' },
  { scope: 'loupe', action: 'information', keys: ['I'], does: 'Show or hide what is known of it' },
  { scope: 'loupe', action: 'reject', keys: ['R'], does: 'Reject, or lift the rejection' },
  { scope: 'loupe', action: 'winner', keys: ['W'], does: 'Make it the winner' },
  { scope: 'loupe', action: 'close', keys: ['Escape'], does: 'Back to the same place' },
  { scope: 'compare', action: 'zoom', keys: ['Z'], does: '100 % at the pointer, on every picture' },
  { scope: 'compare', action: 'close', keys: ['Escape'], does: 'Back to the same place' },
  { scope: 'links', action: 'up', keys: ['ArrowUp'], does: 'The link above', repeats: true },
  { scope: 'links', action: 'down', keys: ['ArrowDown'], does: 'The link below', repeats: true },
  { scope: 'links', action: 'select', keys: ['X'], does: 'Select, or not' },
  { scope: 'links', action: 'retry', keys: ['R'], does: 'Retry the selected ones, or the current one' },
  { scope: 'links', action: 'open', keys: ['Enter'], does: 'Open the run' },
  { scope: 'vote', action: 'a', keys: ['ArrowLeft', '1', 'Num4'], does: 'A is better' },
  { scope: 'vote', action: 'b', keys: ['ArrowRight', '2', 'Num6'], does: 'B is better' },
  { scope: 'vote', action: 'draw', keys: ['ArrowDown', '0', 'Num5'], does: 'Draw' },
  { scope: 'vote', action: 'skip', keys: ['S'], does: 'Skip this pair' },
  { scope: 'vote', action: 'undo', keys: ['U', 'Backspace'], does: 'Undo the last act' },
  { scope: 'vote', action: 'reject a', keys: ['Shift+ArrowLeft'], does: 'Reject A' },
  { scope: 'vote', action: 'reject b', keys: ['Shift+ArrowRight'], does: 'Reject B' },
  { scope: 'vote', action: 'reject both', keys: ['Shift+ArrowDown'], does: 'Reject both' },
  { scope: 'vote', action: 'winner a', keys: ['W ArrowLeft'], does: 'Make A the winner' },
  { scope: 'vote', action: 'winner b', keys: ['W ArrowRight'], does: 'Make B the winner' },
  { scope: 'vote', action: 'swap', keys: ['Space'], does: 'Held: the other picture in the same place', held: true },
  { scope: 'vote', action: 'zoom', keys: ['Z'], does: '100 % at the pointer, on both sides' },
  { scope: 'vote', action: 'fullscreen', keys: ['F'], does: 'Full screen' },
  { scope: 'vote', action: 'information', keys: ['I'], does: 'What differs between the two' },
  { scope: 'calendar', action: 'previous', keys: ['ArrowLeft'], does: 'The month or week before', repeats: true },
  { scope: 'calendar', action: 'next', keys: ['ArrowRight'], does: 'The next month or week', repeats: true },
  { scope: 'calendar', action: 'today', keys: ['T'], does: 'Go to today' },
  { scope: 'calendar', action: 'open', keys: ['Enter'], does: 'Open the current post' },
  { scope: 'calendar', action: 'earlier', keys: ['['], does: 'A day earlier, at the same time' },
  { scope: 'calendar', action: 'later', keys: [']'], does: 'A day later, at the same time' },
  { scope: 'calendar', action: 'move', keys: ['M'], does: 'Move to another date' },
  { scope: 'form', action: 'save', keys: ['Ctrl+Enter'], does: 'Save' },
];
