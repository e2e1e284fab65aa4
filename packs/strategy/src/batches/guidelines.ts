/** What a pillar's guidelines say of ideas. Guidelines are free; other keys and forms are ignored. */
export interface Guidelines {
  topics: string[];
  avoidTopics: string[];
  tone: string | null;
}

const textsIn = (value: unknown): string[] =>
  (Array.isArray(value) ? value : typeof value === 'string' ? value.split(',') : [])
    .filter((one) => typeof one === 'string')
    .map((one) => one.trim())
    .filter(Boolean);

export function guidelinesOf(guidelines: Readonly<Record<string, unknown>>): Guidelines {
  const { topics, tone } = guidelines;
  const avoided = guidelines.avoidTopics ?? guidelines.avoid_topics ?? guidelines.avoid;
  return {
    topics: textsIn(topics),
    avoidTopics: textsIn(avoided),
    tone: typeof tone === 'string' && tone.trim() !== '' ? tone.trim() : null,
  };
}
