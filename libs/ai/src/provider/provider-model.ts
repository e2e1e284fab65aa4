import type { LanguageModel } from 'ai';
import type { TrellisConfig } from '@trellis/config';
import { EGRESS_LIMITS, Egress, EgressSettings } from '@trellis/egress';
import { AiSettings } from '../ai.settings.ts';

const MOST_BYTES = 1_048_576;
const GOOGLE = 'https://generativelanguage.googleapis.com/v1beta';
/** Of an answer that was read and decompressed. */
const DROPPED = ['content-encoding', 'content-length', 'transfer-encoding'];

/** Whether the API is given the schema, or the prompt has it. */
export const sendsSchema = ({ AI_PROVIDER, AI_STRUCTURED }: AiSettings): boolean =>
  AI_STRUCTURED === 'schema' || (AI_STRUCTURED === 'auto' && AI_PROVIDER === 'google');

/** The model of the settings. Its library is loaded with the first call. */
export async function providerModel(config: TrellisConfig): Promise<LanguageModel> {
  const settings = config.of(AiSettings);
  const { AI_PROVIDER: provider, AI_MODEL: model = '', AI_API_KEY: apiKey } = settings;
  const baseURL = settings.AI_BASE_URL ?? GOOGLE;
  const fetch = fetchThrough(baseURL, config);
  if (provider === 'google') {
    const { createGoogle } = await import('@ai-sdk/google');
    return createGoogle({ baseURL, apiKey: apiKey ?? '', fetch })(model);
  }
  const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible');
  const supportsStructuredOutputs = sendsSchema(settings);
  return createOpenAICompatible({ name: 'openai-compatible', baseURL, apiKey, fetch, supportsStructuredOutputs })(
    model,
  );
}

/** The answer is read whole, up to a limit, so that no provider fills the memory. */
function fetchThrough(baseURL: string, config: TrellisConfig): typeof globalThis.fetch {
  const { EGRESS_ALLOW: allowed } = config.of(EgressSettings);
  // The caller's signal ends a call earlier.
  const limits = { ...EGRESS_LIMITS, wholeMs: 600_000, jsonBytes: MOST_BYTES };
  const egress = new Egress({ configured: [baseURL], allowed }, limits);
  return async (target, init) => {
    const url = target instanceof Request ? target.url : target;
    const answer = await egress.fetch(url, init as Parameters<Egress['fetch']>[1]);
    const bytes = await egress.bytes(answer, MOST_BYTES);
    const headers = [...answer.headers].filter(([name]) => !DROPPED.includes(name.toLowerCase()));
    return new Response(new Uint8Array(bytes), { status: answer.status, headers });
  };
}
