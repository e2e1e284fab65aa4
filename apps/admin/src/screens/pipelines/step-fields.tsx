import { Button, Group, NumberInput, Stack, Switch, Textarea, TextInput, Title } from '@mantine/core';
import type { ChangedStepDto } from '@trellis/api-client';

export type EditedStep = ChangedStepDto & { key: string };

interface Props {
  step: EditedStep;
  /** Its place, from 0. */
  n: number;
  errorOf: (field: string) => string | undefined;
  onChange: (changes: Partial<EditedStep>) => void;
  onUp?: () => void;
  onDown?: () => void;
  onRemove?: () => void;
}

const needs = [
  ['needsRunPrompt', 'Needs the prompt of the run'],
  ['needsParentImagePath', 'Needs the picture of the step before'],
  ['needsRunVariables', 'Needs the variables of the run'],
] as const;

/** What is wrong with a template before it is sent. */
function faultOf(template: string): string | undefined {
  // As the server does: a placeholder may stand for a value, inside and outside of quotes.
  const filled = template.replaceAll(/\{\{\s*[A-Za-z0-9_]+\s*\}\}/g, '0');
  try {
    const workflow = JSON.parse(filled) as { nodes?: unknown } | null;
    if (typeof workflow !== 'object' || workflow === null || Array.isArray(workflow))
      return 'No workflow: use “Export (API)” in ComfyUI';
    return Array.isArray(workflow.nodes) ? 'Saved by the editor: use “Export (API)” in ComfyUI' : undefined;
  } catch (error) {
    return `Not JSON: ${(error as Error).message}`;
  }
}

/** One step: its name, its template, and what it needs. */
export function StepFields({ step, n, errorOf, onChange, onUp, onDown, onRemove }: Props) {
  const fault = faultOf(step.workflowTemplate);
  return (
    <Stack gap="xs" component="section" aria-label={`Step ${n + 1}`}>
      <Group justify="space-between">
        <Title order={2} size="h4">
          Step {n + 1}
        </Title>
        <Group gap="xs">
          <Button size="xs" variant="default" disabled={!onUp} onClick={onUp}>
            Move up
          </Button>
          <Button size="xs" variant="default" disabled={!onDown} onClick={onDown}>
            Move down
          </Button>
          <Button size="xs" variant="default" disabled={!onRemove} onClick={onRemove}>
            Remove step
          </Button>
        </Group>
      </Group>
      <TextInput
        label="Name"
        value={step.name}
        onChange={({ currentTarget }) => onChange({ name: currentTarget.value })}
        error={errorOf('name')}
        errorProps={{ role: 'alert' }}
      />
      <Textarea
        label="Workflow template"
        description="The workflow as ComfyUI exports it for its API, with {{placeholders}}"
        value={step.workflowTemplate}
        onChange={({ currentTarget }) => onChange({ workflowTemplate: currentTarget.value })}
        autosize
        minRows={4}
        maxRows={24}
        styles={{ input: { fontFamily: 'monospace' } }}
        spellCheck={false}
        error={errorOf('workflowTemplate') ?? fault}
        errorProps={{ role: 'alert' }}
      />
      <Group>
        {needs.map(([field, label]) => (
          <Switch
            key={field}
            label={label}
            checked={step[field] ?? false}
            onChange={({ currentTarget }) => onChange({ [field]: currentTarget.checked })}
          />
        ))}
      </Group>
      <Group align="flex-start">
        <TextInput
          label="Output node"
          description="Only its pictures become candidates"
          placeholder="every node"
          value={step.outputNode ?? ''}
          onChange={({ currentTarget }) => onChange({ outputNode: currentTarget.value.trim() || null })}
          error={errorOf('outputNode')}
          errorProps={{ role: 'alert' }}
        />
        <NumberInput
          label="Minutes for one picture"
          role="spinbutton"
          description="It is cancelled after as many"
          placeholder="as in the settings"
          min={1}
          max={1440}
          allowDecimal={false}
          value={step.timeoutMinutes ?? ''}
          onChange={(value) => onChange({ timeoutMinutes: value === '' ? null : Number(value) })}
          error={errorOf('timeoutMinutes')}
          errorProps={{ role: 'alert' }}
        />
      </Group>
    </Stack>
  );
}
