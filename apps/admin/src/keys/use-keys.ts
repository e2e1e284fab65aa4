import { useEffect, useLayoutEffect, useRef } from 'react';
import { bindings, type Binding, type Scope } from './table.ts';
import { writtenOf } from './match.ts';
import { keysOf } from './single-keys.ts';

/** What a key does; of a held key, `isDown` is false when it goes up again. */
export type Handlers = Partial<Record<string, (isDown: boolean) => void>>;

interface Layer {
  scope: Scope;
  handlers: { current: Handlers };
}

const SEQUENCE_MS = 1_500;
const layers: Layer[] = [];
let begun: { key: string; at: number } | undefined;
let ending: { code: string; end: () => void } | undefined;

const NOT_TYPED = /^(checkbox|radio|button|submit|file|range)$/;
const isTyping = (target: EventTarget | null): boolean => {
  if (target instanceof HTMLInputElement) return !NOT_TYPED.test(target.type);
  return target instanceof HTMLElement && (target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName));
};

const closest = (target: EventTarget | null, selector: string): boolean =>
  target instanceof HTMLElement && target.closest(selector) !== null;

/** What a focused control does with these keys itself. */
const isOfControl = (target: EventTarget | null, written: string): boolean =>
  written === 'Enter' || written === 'Space'
    ? closest(target, `button:not(.tile), a, [role="button"]${written === 'Space' ? ', input' : ''}`)
    : written.startsWith('Arrow') && closest(target, '[role="slider"], [type="range"]');

/** The keys that work now: those of the shown scopes that have something to do. */
export const workingKeys = (): Binding[] =>
  bindings
    .filter((one) => layers.some(({ scope, handlers }) => scope === one.scope && handlers.current[one.action]))
    .map((one) => ({ ...one, keys: keysOf(one) }))
    .filter(({ keys }) => keys.length > 0);

/** `G T` is one key after the other; the first has no other meaning where a sequence begins with it. */
function withSequence(written: string): string | undefined {
  const before = begun && performance.now() - begun.at < SEQUENCE_MS ? `${begun.key} ` : '';
  begun = undefined;
  if (!before && workingKeys().some(({ keys }) => keys.some((key) => key.startsWith(`${written} `)))) {
    begun = { key: written, at: performance.now() };
    return undefined;
  }
  return before + written;
}

/** A dialog has its own keys: what is behind it is out of reach. A form in it is saved from inside. */
const isBehindDialog = (target: EventTarget | null, written: string): boolean =>
  written !== 'Ctrl+K' &&
  !(written === 'Ctrl+Enter' && closest(target, '[role="dialog"]')) &&
  [...document.querySelectorAll('[role="dialog"]')].some((dialog) => !dialog.closest('[data-keys]'));

function handlerOf(whole: string): { binding: Binding; handler: (isDown: boolean) => void } | undefined {
  for (const { scope, handlers } of layers.toReversed()) {
    const binding = bindings.find((one) => one.scope === scope && keysOf(one).includes(whole));
    const handler = binding && handlers.current[binding.action];
    if (handler) return { binding, handler };
  }
  return undefined;
}

function press(event: KeyboardEvent): void {
  if (event.defaultPrevented) return;
  const written = writtenOf(event);
  if (!written || isOfControl(event.target, written)) return;
  if (isTyping(event.target) && !['Ctrl+K', 'Ctrl+Enter'].includes(written)) return;
  if (isBehindDialog(event.target, written)) return;
  const whole = withSequence(written);
  const found = whole && handlerOf(whole);
  if (!found) return;
  event.preventDefault();
  if (event.repeat && !found.binding.repeats) return;
  found.handler(true);
  if (found.binding.held) ending = { code: event.code, end: () => found.handler(false) };
}

function release(code?: string): void {
  if (!ending || (code && ending.code !== code)) return;
  ending.end();
  ending = undefined;
}

let listening = false;

function listen(): void {
  if (listening) return;
  listening = true;
  window.addEventListener('keydown', press);
  window.addEventListener('keyup', ({ code }) => release(code));
  window.addEventListener('blur', () => release());
}

/** The keys of a scope, as long as the component is shown. What is shown later comes first. */
export function useKeys(scope: Scope, handlers: Handlers): void {
  const current = useRef(handlers);
  // Before the paint: a handler that is a paint old would act on what is no longer shown.
  useLayoutEffect(() => {
    current.current = handlers;
  });
  useEffect(() => {
    listen();
    const layer = { scope, handlers: current };
    layers.push(layer);
    return () => void layers.splice(layers.indexOf(layer), 1);
  }, [scope]);
}
