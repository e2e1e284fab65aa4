import type { FileName } from './files.ts';

export interface JournalPrompt {
  promptId: string;
  number: number;
  state: 'pending' | 'running' | 'success' | 'error' | 'interrupted' | 'deleted' | 'forgotten';
  receivedAt: number;
  startedAt: number | null;
  endedAt: number | null;
  images: FileName[];
}

export interface JournalRequest {
  at: number;
  method: string;
  path: string;
  status: number | null;
}

/** Everything that a server was asked, and what it did. Restarts do not empty it. */
export class Journal {
  readonly prompts: JournalPrompt[] = [];
  readonly requests: JournalRequest[] = [];

  received(promptId: string, number: number): JournalPrompt {
    const facts = { state: 'pending', receivedAt: Date.now(), startedAt: null, endedAt: null } as const;
    const prompt: JournalPrompt = { promptId, number, ...facts, images: [] };
    this.prompts.push(prompt);
    return prompt;
  }

  asked(method: string, path: string): JournalRequest {
    const request: JournalRequest = { at: Date.now(), method, path, status: null };
    this.requests.push(request);
    return request;
  }
}
