import { Injectable } from '@nestjs/common';
import { Database, edited, requireUnchanged } from '@trellis/database';
import { commonProblems, DomainError, newId, unknownReference } from '@trellis/kernel';
import { PublishAccountEntity } from '../accounts/account.entity.ts';
import { publishingProblems } from '../publishing.problems.ts';
import { PostContent, type ContentChanges } from './post-content.ts';
import { PostRows } from './post-rows.ts';
import { PostEntity } from './post.entity.ts';
import { Scheduling } from './scheduling.ts';

export interface NewPost extends ContentChanges {
  accountId: string;
  photoIds: readonly string[];
}

/** Creates, changes and deletes what is not published yet. */
@Injectable()
export class DraftsService {
  constructor(
    private readonly database: Database,
    private readonly content: PostContent,
    private readonly rows: PostRows,
    private readonly scheduling: Scheduling,
  ) {}

  /**
   * Returns the id of the draft.
   * @throws DomainError account_not_found, photo_not_found, persona_mismatch, pillar_not_found, carousel_size
   */
  async create({ accountId, ...content }: NewPost): Promise<string> {
    const id = newId();
    await this.database.transaction(async (manager) => {
      const account = await manager.findOneBy(PublishAccountEntity, { id: accountId });
      if (!account) throw unknownReference(publishingProblems.account_not_found, 'accountId');
      const { personaId } = account;
      await manager.insert(PostEntity, { id, personaId, accountId, ...edited() });
      await this.content.write(manager, { id, personaId }, content);
      await this.rows.record(manager, id, { kind: 'created', data: { accountId } });
    });
    return id;
  }

  /**
   * Changes a draft, or a scheduled post, which stays scheduled if it passes the same checks.
   * @param seen the time of the state that the change was made for; a later state is refused
   * @throws DomainError post_not_found, illegal_transition, and as creating and scheduling do
   */
  async update(id: string, changes: ContentChanges, seen?: Date): Promise<void> {
    const fields = Object.keys(changes);
    await this.scheduling.prove(id, changes.photoIds);
    await this.database.transaction(async (manager) => {
      const post = await this.rows.lock(manager, id, { withAccount: true });
      await requireUnchanged(manager, { table: 'posts', id, seen });
      if (fields.length === 0) return;
      if (post.state !== 'draft' && post.state !== 'scheduled') throw frozen(post);
      const gone = await this.content.write(manager, post, changes);
      if (post.state === 'scheduled') {
        await this.scheduling.freezeAgain(manager, id);
        await this.rows.releasePhotos(manager, id, gone);
      }
      await this.rows.change(manager, id, edited(), { kind: 'edited', data: { fields } });
    });
  }

  /** Drafts and cancelled posts only. @throws DomainError post_not_found, illegal_transition */
  async delete(id: string): Promise<void> {
    await this.database.transaction(async (manager) => {
      const post = await this.rows.lock(manager, id);
      if (post.state !== 'draft' && post.state !== 'cancelled') throw frozen(post);
      await this.rows.audit(manager, id, { kind: 'deleted', data: { accountId: post.accountId } });
      await manager.delete(PostEntity, { id });
    });
  }
}

const frozen = ({ state }: PostEntity) =>
  new DomainError(
    commonProblems.illegal_transition,
    `A post that is ${state} does not change. Cancel it, if it may be.`,
  );
