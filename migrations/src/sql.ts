/** Columns and checks that several tables share. */
export const timestamps = `
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now()`;

export const legacyColumns = `
  legacy_source text,
  legacy_id bigint`;

export const legacyUnique = (table: string) => `constraint uq_${table}_legacy unique (legacy_source, legacy_id)`;

/** Trimmed, 1..200 characters, no control characters, in Unicode form C. */
export const nameCheck = (table: string) => `
  constraint ck_${table}_name check (
    name = btrim(name) and char_length(name) between 1 and 200 and name is nfc normalized and name !~ '[[:cntrl:]]')`;

export const touchTrigger = (table: string) =>
  `create trigger tr_${table}_touch before update on ${table} for each row execute function touch_updated_at()`;
