import type { ImportContext } from './import-context.ts';
import type { RowReader } from './row-reader.ts';

/** Notes the rules that a prompt breaks. An earlier row is imported all the same; the text is not in the note. */
export async function notePolicy(
  { policy, manager }: ImportContext,
  read: RowReader,
  { column, text, personaId }: { column: string; text: string | null; personaId: string | null },
): Promise<void> {
  if (!read.isNew || !text) return;
  const { decision, rules } = await policy.judge(personaId, { field: column, text }, manager);
  if (decision === 'block')
    read.notes.push(`its ${column} breaks the content policy (${rules.join(', ')}); it is kept`);
}
