import { useEffect, useLayoutEffect, useRef } from 'react';
import { bindings, type Scope } from './table.ts';
import { writtenOf } from './match.ts';

export type Handlers = Partial<Record<string, () => void>>;

interface Layer {
  scope: Scope;
  handlers: { current: Handlers };
}

const SEQUENCE_MS = 1_500;
const layers: Layer[] = [];
let begun: { key: string; at: number } | undefined;

const NOT_TYPED = /^(checkbox|radio|button|submit|file|range)$/;
const isTyping = (target: EventTarget | null): boolean => {
  if (target instanceof HTMLInputElement) return !NOT_TYPED.test(target.type);
  return target instanceof HTMLElement && (target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName));
};

/** What a focused control does with these keys itself. */
const isPressed = (target: EventTarget | null, written: string): boolean =>
  (written === 'Enter' || written === 'Space') &&
  target instanceof HTMLElement &&
  target.closest('button:not(.tile), a, [role="button"]') !== null;

/** The same letter begins a sequence in one place only: `g`. */
function withSequence(written: string): string {
  const before = begun && performance.now() - begun.at < SEQUENCE_MS ? begun.key : undefined;
  begun = undefined;
  if (before) return `${before} ${written}`.toLowerCase();
  if (written === 'G') begun = { key: 'g', at: performance.now() };
  return written;
}

function press(event: KeyboardEvent): void {
  if (event.defaultPrevented) return;
  const written = writtenOf(event);
  if (!written || isPressed(event.target, written)) return;
  if (isTyping(event.target) && !written.startsWith('Ctrl+')) return;
  // A dialog has its own keys: what is behind it is out of reach.
  const dialogs = [...document.querySelectorAll('[role="dialog"]')];
  if (dialogs.some((dialog) => !dialog.closest('[data-keys]')) && written !== 'Ctrl+K') return;
  const whole = withSequence(written);
  for (const { scope, handlers } of layers.toReversed()) {
    const binding = bindings.find((one) => one.scope === scope && one.keys.includes(whole));
    const handler = binding && handlers.current[binding.action];
    if (!handler) continue;
    event.preventDefault();
    if (!event.repeat || binding.repeats) handler();
    return;
  }
}

let listening = false;

/** The keys of a scope, as long as the component is shown. What is shown later comes first. */
export function useKeys(scope: Scope, handlers: Handlers): void {
  const current = useRef(handlers);
  // Before the paint: a handler that is a paint old would act on what is no longer shown.
  useLayoutEffect(() => {
    current.current = handlers;
  });
  useEffect(() => {
    if (!listening) window.addEventListener('keydown', press);
    listening = true;
    const layer = { scope, handlers: current };
    layers.push(layer);
    return () => void layers.splice(layers.indexOf(layer), 1);
  }, [scope]);
}

/** The scopes that work now, for the help. */
export const activeScopes = (): Scope[] => [...new Set(layers.map(({ scope }) => scope))];
