import { Injectable } from '@nestjs/common';
import { Database } from '@trellis/database';
import { notFound } from '@trellis/kernel';
import { strategyProblems } from '../strategy.problems.ts';
import { SELECT_SUGGESTIONS, type SuggestionView } from '../suggestions/suggestion-view.ts';
import { SELECT_BATCHES, type BatchView } from './batch-view.ts';

const SUGGESTIONS = `${SELECT_SUGGESTIONS} where s.batch_id = $1 order by s.place`;

@Injectable()
export class BatchesService {
  constructor(private readonly database: Database) {}

  /** With its suggestions. @throws DomainError suggestion_batch_not_found */
  async get(id: string): Promise<BatchView> {
    const [batch] = await this.database.query<Omit<BatchView, 'suggestions'>[]>(`${SELECT_BATCHES} where b.id = $1`, [
      id,
    ]);
    if (!batch) throw notFound(strategyProblems.suggestion_batch_not_found);
    return { ...batch, suggestions: await this.database.query<SuggestionView[]>(SUGGESTIONS, [id]) };
  }
}
