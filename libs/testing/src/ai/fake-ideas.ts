const THINGS = ['lemon', 'teapot', 'shell', 'lamp', 'bread', 'bottle', 'notebook', 'fern', 'clock', 'pear'];

/** As many ideas as a question asks for (`Write N ideas`), different from those of other questions. */
export function ideasFor(question: string): string {
  const count = Number(/Write (\d+) idea/.exec(question)?.[1] ?? 1);
  const seed = question.length;
  const suggestions = Array.from({ length: count }, (_, n) => {
    const thing = THINGS[(seed + n) % THINGS.length] as string;
    return {
      title: `A ${thing} by the window ${seed}-${n}`,
      description: `A quiet picture of a ${thing} in the morning.`,
      prompt: `still life, ${thing} on a wooden table, window light, ${seed}-${n}`,
    };
  });
  return JSON.stringify({ suggestions });
}
