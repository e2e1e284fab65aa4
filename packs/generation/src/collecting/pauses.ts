import { setTimeout } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';

/** The waits between tries. Tests make them short. */
@Injectable()
export class Pauses {
  readonly pause = (ms: number): Promise<void> => setTimeout(ms);
}
