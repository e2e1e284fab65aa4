import type { EntityManager } from 'typeorm';
import { happenedAt } from './import-library.ts';
import type { LegacyRows } from './legacy-rows.ts';
import type { LegacyRow, LegacySource } from './legacy-source.ts';
import { either, isTrue, momentOf, nameOf, numberOf, objectOf, textOf } from './values.ts';

const STATUSES = new Set(['pending', 'running', 'completed', 'failed']);

/** Pipelines with their steps, runs, and what runs know of their steps. */
export async function importRuns(manager: EntityManager, source: LegacySource, rows: LegacyRows): Promise<void> {
  for (const table of ['pipelines', 'pipeline_steps', 'pipeline_runs']) await rows.load(table);
  await rows.load('pipeline_run_steps', { keyed: true });
  for (const row of await source.rows('pipelines')) {
    const columns = { name: nameOf(row['name'], `pipeline ${numberOf(row)}`), description: textOf(row['description']) };
    await rows.insert('pipelines', numberOf(row), columns);
  }
  for (const row of await source.rows('pipeline_steps')) await step(rows, row);
  for (const row of await source.rows('pipeline_runs')) await run(manager, rows, row);
  for (const row of await source.rows('pipeline_run_steps')) await runStep(rows, row);
}

async function step(rows: LegacyRows, row: LegacyRow): Promise<void> {
  const id = numberOf(row);
  const pipelineId = rows.idOf('pipelines', row['pipeline_id']);
  if (!pipelineId) return rows.report.dropped('pipeline_steps', id, 'its pipeline was not imported');
  const template = either(row, 'comfy_workflow_json', 'workflow_template');
  await rows.insert('pipeline_steps', id, {
    pipeline_id: pipelineId,
    name: nameOf(row['name'], `step ${id}`),
    position: either(row, 'order', 'position'),
    workflow_template: typeof template === 'string' ? template : JSON.stringify(template ?? {}),
    needs_run_prompt: isTrue(row['needs_run_prompt']),
    needs_parent_image_path: isTrue(row['needs_parent_image_path']),
    needs_run_variables: isTrue(row['needs_run_variables']),
  });
}

async function run(manager: EntityManager, rows: LegacyRows, row: LegacyRow): Promise<void> {
  const id = numberOf(row);
  const table = 'pipeline_runs';
  const pipelineId = rows.idOf('pipelines', row['pipeline_id']);
  if (!pipelineId) return rows.report.dropped(table, id, 'its pipeline was not imported');
  const said = String(row['status'] ?? 'pending');
  const status = STATUSES.has(said) ? said : 'pending';
  const clusterId = rows.idOf('clusters', row['cluster_id']) ?? null;
  const owner = clusterId && (await ownerOf(manager, clusterId));
  const personaId = owner ?? rows.idOf('personas', row['persona_id']) ?? null;
  const made = await rows.insert(table, id, {
    pipeline_id: pipelineId,
    persona_id: personaId,
    cluster_id: clusterId,
    name: nameOf(row['name'], `run ${id}`),
    prompt: textOf(row['prompt']),
    target_folder: textOf(row['target_folder']) ?? '',
    variables: objectOf(row['variables']) ?? {},
    status,
    failure_reason: status === 'failed' ? textOf(row['failure_reason']) : null,
    completed_at: status === 'completed' ? happenedAt(row, 'completed_at') : null,
    created_at: momentOf(row['created_at']) ?? new Date(),
  });
  if (made && status !== said) rows.report.changed(table, id, `pending: the status “${said}” is not known here`);
  const before = rows.idOf('personas', row['persona_id']);
  if (made && owner && before && before !== owner) rows.report.changed(table, id, "has its cluster's persona now");
}

const ownerOf = async (manager: EntityManager, clusterId: string): Promise<string | undefined> =>
  (await manager.query<{ persona_id: string }[]>('select persona_id from clusters where id = $1', [clusterId]))[0]
    ?.persona_id;

async function runStep(rows: LegacyRows, row: LegacyRow): Promise<void> {
  const id = numberOf(row);
  const runId = rows.idOf('pipeline_runs', either(row, 'pipeline_run_id', 'run_id'));
  const stepId = rows.idOf('pipeline_steps', either(row, 'pipeline_step_id', 'step_id'));
  if (!runId || !stepId) return rows.report.dropped('pipeline_run_steps', id, 'its run or its step was not imported');
  const approved = isTrue(row['approved']) || momentOf(row['approved_at']) !== null;
  const columns = {
    run_id: runId,
    step_id: stepId,
    approved_at: approved ? happenedAt(row, 'approved_at') : null,
    top_k: approved ? either(row, 'top_k_count', 'top_k') : null,
  };
  await rows.insert('pipeline_run_steps', id, columns, { keyed: true });
}
