import type { PageRequest } from '@trellis/database';
import type { LinkReason, LinkState } from './link-view.ts';

export interface LinkFilter extends PageRequest {
  state?: LinkState;
  reason?: LinkReason;
  clusterId?: string;
  personaId?: string;
}
