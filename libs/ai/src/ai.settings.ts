import { IsIn, IsInt, IsNotEmpty, IsOptional, IsUrl, Max, Min, ValidateIf } from 'class-validator';
import { Setting, whole } from '@trellis/config';

export const providers = ['none', 'openai-compatible', 'google'] as const;
export type AiProvider = (typeof providers)[number];

const withoutSlash = (text: string) => text.trim().replace(/\/+$/, '');
const httpUrl = { protocols: ['http', 'https'], require_protocol: true, require_tld: false };

export class AiSettings {
  @Setting({ fallback: 'none', doc: 'Who writes ideas: `none` (templates), `openai-compatible` or `google`' })
  @IsIn(providers, { message: 'must be none, openai-compatible or google' })
  AI_PROVIDER!: AiProvider;

  @Setting({
    shown: 'none; Google has its own',
    read: withoutSlash,
    doc: 'Address of the provider, such as `http://127.0.0.1:11434/v1` of Ollama; required for `openai-compatible`',
  })
  @ValidateIf(({ AI_PROVIDER, AI_BASE_URL }: AiSettings) => AI_PROVIDER === 'openai-compatible' || Boolean(AI_BASE_URL))
  @IsUrl(httpUrl, { message: 'must be an http(s) URL; AI_PROVIDER=openai-compatible needs it' })
  AI_BASE_URL?: string;

  @Setting({ shown: 'none', doc: 'Name of the model, such as `gemma3:27b`; required with a provider' })
  @ValidateIf(({ AI_PROVIDER }: AiSettings) => AI_PROVIDER !== 'none')
  @IsNotEmpty({ message: 'must be the name of a model; AI_PROVIDER needs it' })
  AI_MODEL?: string;

  @Setting({ shown: 'none', doc: 'Key of the provider. A server of your own may need none' })
  @IsOptional()
  AI_API_KEY?: string;

  @Setting({
    fallback: 'auto',
    doc: 'How the form of an answer is asked for: `schema` by the API, `json` in the prompt, `auto`: `schema` with Google',
  })
  @IsIn(['auto', 'schema', 'json'], { message: 'must be auto, schema or json' })
  AI_STRUCTURED!: 'auto' | 'schema' | 'json';

  @Setting({ fallback: 60, read: whole, doc: 'Seconds for one answer' })
  @IsInt({ message: 'must be a whole number from 1 to 300' })
  @Min(1, { message: 'must be a whole number from 1 to 300' })
  @Max(300, { message: 'must be a whole number from 1 to 300' })
  AI_TIMEOUT_SECONDS!: number;

  @Setting({ fallback: 200, read: whole, doc: 'Calls of a day, which begins at 00:00 UTC' })
  @IsInt({ message: 'must be a whole number' })
  @Min(0, { message: 'must not be negative' })
  AI_MAX_CALLS_PER_DAY!: number;

  @Setting({ fallback: 500_000, read: whole, doc: 'Tokens of a day, of questions and answers together' })
  @IsInt({ message: 'must be a whole number' })
  @Min(0, { message: 'must not be negative' })
  AI_MAX_TOKENS_PER_DAY!: number;

  @Setting({
    fallback: 90,
    read: whole,
    doc: 'Days for which the texts of a call are kept; then only their hashes are',
  })
  @IsInt({ message: 'must be a whole number from 0 to 3650' })
  @Min(0, { message: 'must be a whole number from 0 to 3650' })
  @Max(3_650, { message: 'must be a whole number from 0 to 3650' })
  AI_KEEP_TEXT_DAYS!: number;
}
