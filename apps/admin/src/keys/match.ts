export interface Pressed {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

const WITH_CONTROL = new Set(['K', 'A', 'Enter']);
const NAMED = /^(Arrow|Escape|Enter|Backspace| )/;

/** How the table writes what was pressed; undefined for a combination that no key of the table has. */
export function writtenOf({ key, code, ctrlKey, metaKey, altKey, shiftKey }: Pressed): string | undefined {
  if (ctrlKey || metaKey || altKey) {
    if (altKey || shiftKey) return undefined;
    const written = key === 'Enter' ? key : key.toUpperCase();
    return WITH_CONTROL.has(written) ? `Ctrl+${written}` : undefined;
  }
  const number = /^Numpad(\d)$/.exec(code)?.[1];
  if (number) return `Num${number}`;
  if (NAMED.test(key)) return `${shiftKey ? 'Shift+' : ''}${key === ' ' ? 'Space' : key}`;
  // A character is matched as it is typed, whatever the keyboard; letters in both cases.
  return key.length === 1 ? key.toUpperCase() : undefined;
}
