import { NumberInput, Select, SimpleGrid, TagsInput, TextInput, Title } from '@mantine/core';
import type { PersonaFieldsProps } from './persona-fields.ts';

const zones = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];
const orNull = (text: string): string | null => text.trim() || null;

/** What captions and hashtags of the persona are written by, and its time zone. */
export function Voice({ persona, changes, change, errorOf }: PersonaFieldsProps) {
  const caption = {
    tone: null,
    style: null,
    voice: null,
    maxLength: null,
    disclosure: null,
    ...persona.captionConfig,
    ...changes.captionConfig,
  };
  const hashtags = {
    maxTags: 5,
    brandTags: [],
    strategyType: null,
    ...persona.hashtagStrategy,
    ...changes.hashtagStrategy,
  };
  return (
    <>
      <Title order={2} size="h4">
        Captions and hashtags
      </Title>
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
        <TextInput
          label="Name"
          value={changes.name ?? persona.name}
          onChange={({ currentTarget }) => change({ name: currentTarget.value })}
          error={errorOf('name')}
          errorProps={{ role: 'alert' }}
        />
        <Select
          label="Time zone"
          data={zones}
          searchable
          value={changes.timeZone ?? persona.timeZone}
          onChange={(timeZone) => timeZone && change({ timeZone })}
          error={errorOf('timeZone')}
          errorProps={{ role: 'alert' }}
        />
        {(['tone', 'style', 'voice', 'disclosure'] as const).map((field) => (
          <TextInput
            key={field}
            label={{ tone: 'Tone', style: 'Style', voice: 'Voice', disclosure: 'Line after every caption' }[field]}
            value={caption[field] ?? ''}
            onChange={({ currentTarget }) =>
              change({ captionConfig: { ...caption, [field]: orNull(currentTarget.value) } })
            }
            error={errorOf(`captionConfig.${field}`)}
            errorProps={{ role: 'alert' }}
          />
        ))}
        <NumberInput
          label="Longest caption"
          description="Characters"
          min={1}
          max={2200}
          value={caption.maxLength ?? ''}
          onChange={(value) =>
            change({ captionConfig: { ...caption, maxLength: value === '' ? null : Number(value) } })
          }
          error={errorOf('captionConfig.maxLength')}
          errorProps={{ role: 'alert' }}
        />
        <NumberInput
          label="Most hashtags"
          description="Of one post"
          min={1}
          max={30}
          value={hashtags.maxTags}
          onChange={(value) => change({ hashtagStrategy: { ...hashtags, maxTags: Number(value) } })}
          error={errorOf('hashtagStrategy.maxTags')}
          errorProps={{ role: 'alert' }}
        />
        <TagsInput
          label="Hashtags of the brand"
          description="Without #"
          value={hashtags.brandTags}
          onChange={(brandTags) => change({ hashtagStrategy: { ...hashtags, brandTags } })}
          splitChars={[',', ' ', '#']}
          error={errorOf('hashtagStrategy.brandTags')}
          errorProps={{ role: 'alert' }}
        />
      </SimpleGrid>
    </>
  );
}
