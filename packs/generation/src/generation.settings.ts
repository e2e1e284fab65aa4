import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { Setting, whole } from '@trellis/config';
import { IsServerUrl } from './servers/is-server-url.ts';

const MINUTES = 'must be a whole number of minutes from 1 to 1440';

export class GenerationSettings {
  @Setting({
    shown: 'none',
    read: (text) => text.trim(),
    doc: 'Address of a ComfyUI server, such as `http://127.0.0.1:8188`. It becomes the first server where there is none',
  })
  @IsOptional()
  @IsServerUrl()
  COMFYUI_URL?: string;

  @Setting({ fallback: 10, read: whole, doc: 'Minutes after which a picture that makes no progress is cancelled' })
  @IsInt({ message: MINUTES })
  @Min(1, { message: MINUTES })
  @Max(1_440, { message: MINUTES })
  GENERATION_STALL_MINUTES!: number;

  @Setting({ fallback: 60, read: whole, doc: 'Minutes for one picture; a step may have its own' })
  @IsInt({ message: MINUTES })
  @Min(1, { message: MINUTES })
  @Max(1_440, { message: MINUTES })
  GENERATION_TIMEOUT_MINUTES!: number;
}
