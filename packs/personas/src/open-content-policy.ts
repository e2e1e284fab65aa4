import { Injectable } from '@nestjs/common';
import { ContentPolicy, type PolicyVerdict } from '@trellis/kernel';

/** The policy of a library without rules. It allows every text. */
@Injectable()
export class OpenContentPolicy extends ContentPolicy {
  override judge(): Promise<PolicyVerdict> {
    return Promise.resolve({ decision: 'allow', rules: [] });
  }
}
