import type { PersonaResponse, UpdatePersonaDto } from '@trellis/api-client';

/** What a part of the form of a persona shows and changes. */
export interface PersonaFieldsProps {
  persona: PersonaResponse;
  changes: UpdatePersonaDto;
  change: (next: UpdatePersonaDto) => void;
  errorOf: (field: string) => string | undefined;
}
