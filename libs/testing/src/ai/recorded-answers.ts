import type { FakeAnswer } from './fake-ai.ts';

const IDEA = {
  title: 'Rain on Glass',
  description: 'A window seat on a grey afternoon, with a mug beside a folded newspaper.',
  prompt: 'window seat, rain on glass, steaming mug, folded newspaper, soft grey daylight',
};

const gemini = (text: string | undefined, finishReason: string) => ({
  candidates: [
    { content: { role: 'model', ...(text !== undefined && { parts: [{ text }] }) }, finishReason, index: 0 },
  ],
  usageMetadata: { promptTokenCount: 321, candidatesTokenCount: 88, totalTokenCount: 409 },
  modelVersion: 'gemini-2.5-pro',
});

const fenced = (value: unknown) => `\`\`\`json\n${JSON.stringify(value)}\n\`\`\``;
const otherIdea = { name: 'Market', description: 'Stalls at dawn.', keywords: ['market'], example_content: 'A crate.' };

/** The forms of the answers of real servers, with texts of our own, by what is special about each. */
export const recordedAnswers = {
  plain: { body: gemini(JSON.stringify(IDEA), 'STOP') },
  fenced: { body: gemini(fenced(IDEA), 'STOP') },
  otherForm: { body: gemini(fenced([otherIdea, otherIdea]), 'STOP') },
  brokenJson: { body: gemini('{"title": "Harbour", "description": ', 'STOP') },
  noJson: { body: gemini('I would photograph a quiet harbour at dawn.', 'STOP') },
  cutOff: { body: gemini(undefined, 'MAX_TOKENS') },
  blocked: {
    body: {
      promptFeedback: { blockReason: 'SAFETY' },
      usageMetadata: { promptTokenCount: 12, totalTokenCount: 12 },
    },
  },
  exhausted: {
    status: 429,
    headers: { 'retry-after': '0' },
    body: { error: { code: 429, message: 'Resource has been exhausted', status: 'RESOURCE_EXHAUSTED' } },
  },
  /** Ollama's own dialect, which an address without `/v1` answers in. */
  ollama: {
    body: { model: 'gemma3:27b', message: { role: 'assistant', content: 'Slow start today.' }, done: true },
  },
  ollamaGenerate: { body: { model: 'gemma3:27b', response: '[{"label": "mug", "confidence": 0.95}]', done: true } },
  html: { body: '<html><body>Bad gateway</body></html>', headers: { 'content-type': 'text/html' } },
} satisfies Record<string, FakeAnswer>;
