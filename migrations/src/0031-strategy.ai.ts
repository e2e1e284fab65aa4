import { timestamps } from './sql.ts';

/** Why a call gave nothing. */
const FAILURES = [
  ...['unauthorized', 'rate_limited', 'timeout', 'unavailable', 'refused', 'truncated', 'not_json', 'invalid'],
  ...['budget', 'policy'],
];

export const failureList = ['not_configured', ...FAILURES].map((kind) => `'${kind}'`).join(', ');

/** Calls of text models, and what each day has used. */
export const aiTables = {
  up: [
    // A call without an outcome is under way, or its process died.
    `create table ai_calls (
      id uuid not null constraint pk_ai_calls primary key,
      purpose text not null,
      provider text not null,
      model text not null,
      actor text not null,
      prompt text,
      answer text,
      prompt_sha256 text not null,
      answer_sha256 text,
      input_tokens int,
      output_tokens int,
      duration_ms int,
      outcome text,
      detail text,
      ${timestamps},
      constraint ck_ai_calls_purpose check (purpose in ('suggestions', 'captions')),
      constraint ck_ai_calls_provider check (provider in ('openai-compatible', 'google')),
      constraint ck_ai_calls_outcome check (outcome in ('ok', ${failureList})),
      constraint ck_ai_calls_policy check (outcome is distinct from 'policy' or num_nonnulls(prompt, answer) = 0),
      constraint ck_ai_calls_hashes check (prompt_sha256 ~ '^[0-9a-f]{64}$' and answer_sha256 ~ '^[0-9a-f]{64}$'),
      constraint ck_ai_calls_tokens check (input_tokens >= 0 and output_tokens >= 0))`,
    `create index ix_ai_calls_created on ai_calls (created_at desc, id desc)`,
    `create index ix_ai_calls_with_text on ai_calls (created_at) where num_nonnulls(prompt, answer) > 0`,
    `create trigger tr_ai_calls_touch before update on ai_calls for each row execute function touch_updated_at()`,
    // UTC days. Tokens are reserved before a call, and corrected after it.
    `create table ai_budget_days (
      day date not null constraint pk_ai_budget_days primary key,
      calls int not null default 0,
      tokens bigint not null default 0,
      granted int not null default 0,
      ${timestamps},
      constraint ck_ai_budget_days_used check (least(calls, tokens, granted) >= 0))`,
    `create trigger tr_ai_budget_days_touch before update on ai_budget_days
       for each row execute function touch_updated_at()`,
  ],
  down: ['drop table ai_budget_days', 'drop table ai_calls'],
};
