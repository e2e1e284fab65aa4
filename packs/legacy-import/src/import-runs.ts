import { storableText } from '@trellis/kernel';
import type { ImportContext } from './import-context.ts';
import type { LegacyRows } from './legacy-rows.ts';
import type { LegacyRow } from './legacy-source.ts';
import { notePolicy } from './note-policy.ts';
import { placeOf } from './place-of.ts';
import { RowReader } from './row-reader.ts';
import { either, isTrue, storable } from './values.ts';

/** Imports pipelines with their steps, and runs with the approvals of their steps. */
export async function importRuns(context: ImportContext): Promise<void> {
  const { source, rows } = context;
  await rows.load('pipelines', 'pipeline_steps', 'pipeline_runs', 'pipeline_run_steps');
  for (const row of await source.rows('pipelines')) {
    const read = new RowReader(rows, 'pipelines', row);
    await rows.insert(read, { name: read.name('pipeline'), description: read.text('description'), ...read.bornAt() });
  }
  for (const row of await source.rows('pipeline_steps')) await step(context, row);
  for (const row of await source.rows('pipeline_runs')) await run(context, row);
  for (const row of await source.rows('pipeline_run_steps')) await runStep(rows, row);
}

async function step(context: ImportContext, row: LegacyRow): Promise<void> {
  const { rows } = context;
  const read = new RowReader(rows, 'pipeline_steps', row);
  const pipelineId = rows.idOf('pipelines', row['pipeline_id']);
  if (!pipelineId) return read.drop('its pipeline was not imported');
  await rows.insert(read, {
    pipeline_id: pipelineId,
    name: read.name('step'),
    position: await positionOf(context, read, pipelineId),
    workflow_template: templateOf(read),
    needs_run_prompt: isTrue(row['needs_run_prompt']),
    needs_parent_image_path: isTrue(row['needs_parent_image_path']),
    needs_run_variables: isTrue(row['needs_run_variables']),
  });
}

/** The editor takes templates up to this size. A larger one is kept, and can only be kept or replaced. */
const LARGE_BYTES = 262_144;

function templateOf(read: RowReader): string {
  const column = read.has('comfy_workflow_json') ? 'comfy_workflow_json' : 'workflow_template';
  const given = read.row[column] ?? {};
  const template = typeof given === 'string' ? storableText(given) : JSON.stringify(storable(given));
  if (template !== (typeof given === 'string' ? given : JSON.stringify(given))) read.noteCharacters(column);
  if (Buffer.byteLength(template) > LARGE_BYTES)
    read.notes.push(`its ${column} is larger than 256 KB; it can be kept or replaced by a smaller one`);
  return template;
}

/** Two steps of a pipeline never share a position: the later one gets the next free one. */
async function positionOf({ manager, ports }: ImportContext, read: RowReader, pipelineId: string): Promise<number> {
  const given = read.whole(['order', 'position'], { least: 1, most: 1000, otherwise: null });
  const position = await ports.pipeline.freePosition(manager, pipelineId, given);
  if (given !== null && position !== given) read.notes.push(`position ${given} → ${position}: another step has it`);
  return position;
}

async function run(context: ImportContext, row: LegacyRow): Promise<void> {
  const { ports, rows } = context;
  const read = new RowReader(rows, 'pipeline_runs', row);
  const pipelineId = rows.idOf('pipelines', row['pipeline_id']);
  if (!pipelineId) return read.drop('its pipeline was not imported');
  const status = statusOf(read, ports.pipeline.runStatuses);
  const persona = read.reference('personas', 'persona', 'persona_id');
  const { clusterId, personaId } = await placeOf(context, read, persona);
  const reason = read.text('failure_reason');
  const prompt = read.text('prompt');
  await notePolicy(context, read, { column: 'prompt', text: prompt, personaId });
  await rows.insert(read, {
    pipeline_id: pipelineId,
    persona_id: personaId,
    cluster_id: clusterId,
    name: read.name('run'),
    prompt,
    target_folder: read.text('target_folder') ?? '',
    variables: read.object('variables'),
    status,
    failure_reason: status === 'failed' ? reason : null,
    completed_at: status === 'completed' ? read.happenedAt('completed_at') : null,
    ...read.bornAt(),
  });
}

function statusOf({ row, notes }: RowReader, known: readonly string[]): string {
  const given = String((row['status'] as string | null | undefined) ?? 'pending');
  if (known.includes(given)) return given;
  notes.push(`pending: the status “${given}” is unknown`);
  return 'pending';
}

async function runStep(rows: LegacyRows, row: LegacyRow): Promise<void> {
  const read = new RowReader(rows, 'pipeline_run_steps', row);
  const runId = rows.idOf('pipeline_runs', either(row, 'pipeline_run_id', 'run_id'));
  const stepId = rows.idOf('pipeline_steps', either(row, 'pipeline_step_id', 'step_id'));
  if (!runId || !stepId) return read.drop('its run or its step was not imported');
  const approved = isTrue(row['approved']) || read.has('approved_at');
  const columns = {
    run_id: runId,
    step_id: stepId,
    approved_at: approved ? read.happenedAt('approved_at') : null,
    top_k: approved ? read.whole(['top_k_count', 'top_k'], { least: 1, most: 10_000, otherwise: null }) : null,
  };
  await rows.insert(read, columns);
}
