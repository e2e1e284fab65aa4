import { Checkbox, NumberInput, SimpleGrid, TagsInput, Title } from '@mantine/core';
import type { PersonaFieldsProps } from './persona-fields.ts';

const numberOf = (value: number | string): number | null => (value === '' ? null : Number(value));

/** How often the persona posts, and what its pictures and captions may not have. */
export function Rules({ persona, changes, change, errorOf }: PersonaFieldsProps) {
  const shown = { ...persona, ...changes };
  return (
    <>
      <Title order={2} size="h4">
        Posting and content
      </Title>
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
        <NumberInput
          label="Posts a week"
          description="Where its accounts have no slots"
          min={0}
          max={200}
          value={shown.postsPerWeek ?? ''}
          onChange={(value) => change({ postsPerWeek: numberOf(value) })}
          error={errorOf('postsPerWeek')}
          errorProps={{ role: 'alert' }}
        />
        <NumberInput
          label="Declared age"
          description="Of the person in the pictures: 18 or more"
          min={1}
          max={150}
          value={shown.declaredAge ?? ''}
          onChange={(value) => change({ declaredAge: numberOf(value) })}
          error={errorOf('declaredAge')}
          errorProps={{ role: 'alert' }}
        />
        <Checkbox
          label="The pictures show a person"
          mt={{ base: 0, sm: 'xl' }}
          checked={shown.depicts === 'person'}
          onChange={({ currentTarget }) => change({ depicts: currentTarget.checked ? 'person' : 'none' })}
        />
        <TagsInput
          label="Words that captions must not have"
          value={shown.bannedWords}
          onChange={(bannedWords) => change({ bannedWords })}
          error={errorOf('bannedWords')}
          errorProps={{ role: 'alert' }}
        />
        <TagsInput
          label="People that no text may name"
          value={shown.realNames}
          onChange={(realNames) => change({ realNames })}
          error={errorOf('realNames')}
          errorProps={{ role: 'alert' }}
        />
      </SimpleGrid>
    </>
  );
}
