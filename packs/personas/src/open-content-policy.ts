import { Injectable } from '@nestjs/common';
import { ContentPolicy, type PolicyVerdict } from '@trellis/kernel';

/** The policy of a library without rules: every text is allowed. */
@Injectable()
export class OpenContentPolicy extends ContentPolicy {
  override judge(): Promise<PolicyVerdict> {
    return Promise.resolve({ decision: 'allow', rules: [] });
  }
}
