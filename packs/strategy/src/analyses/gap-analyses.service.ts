import { Injectable } from '@nestjs/common';
import { Database, newestFirst, paginate, recordAudit, refusing, type Page, type PageRequest } from '@trellis/database';
import { newId, notFound } from '@trellis/kernel';
import { personaProblems, PersonasFacade } from '@trellis/personas';
import { GapsService, type GapQuestion } from '../gaps/gaps.service.ts';
import type { GapsView } from '../gaps/persona-gaps.ts';
import { strategyProblems } from '../strategy.problems.ts';
import { GapAnalysisEntity } from './gap-analysis.entity.ts';
import { GapAnalysisPillarEntity } from './gap-analysis-pillar.entity.ts';

/** Kept gaps. What to do about them is left out: it was about that day. */
export interface GapAnalysisView extends Omit<GapsView, 'actions'> {
  id: string;
  createdAt: Date;
  createdBy: string;
}

const PILLARS = `
  select coalesce(json_agg(json_build_object('pillarId', p.pillar_id, 'name', p.name, 'priority', p.priority,
    'days', p.days, 'needed', p.needed, 'ready', p.ready::float8, 'planned', p.planned, 'missing', p.missing,
    'supply', p.supply::float8, 'recency', p.recency::float8, 'plan', p.plan::float8, 'score', p.score, 'status', p.status,
    'daysOfCover', p.days_of_cover, 'lastsUntil', p.lasts_until, 'impact', p.impact, 'reasons', p.reasons)
    order by p.place), '[]') from gap_analysis_pillars p where p.analysis_id = a.id`;

const SELECT = `
  select a.id, a.persona_id as "personaId", a.as_of::text as "asOf", a.horizon_days as "horizonDays",
    a.posts_per_week as "postsPerWeek", a.score, a.needed, a.ready::float8 as ready, a.planned, a.missing, a.overcommitted,
    a.unplanned_weight::float8 as "unplannedWeight", a.homeless, (${PILLARS}) as pillars, a.created_at as "createdAt",
    a.created_by as "createdBy"
  from gap_analyses a`;

@Injectable()
export class GapAnalysesService {
  constructor(
    private readonly database: Database,
    private readonly gaps: GapsService,
    private readonly personas: PersonasFacade,
  ) {}

  /** Keeps the gaps of now. @throws DomainError persona_not_found */
  async keep(personaId: string, question: GapQuestion, actor: string): Promise<GapAnalysisView> {
    const { pillars, actions: _now, ...totals } = await this.gaps.read(personaId, question);
    const id = newId();
    const gone = { fk_gap_analyses_persona: () => notFound(personaProblems.persona_not_found) };
    await refusing(gone, () =>
      this.database.transaction(async (manager) => {
        await manager.insert(GapAnalysisEntity, { ...totals, id, createdBy: actor });
        const rows = pillars.map((pillar, place) => ({ ...pillar, analysisId: id, place }));
        if (rows.length > 0) await manager.insert(GapAnalysisPillarEntity, rows);
        const data = { asOf: totals.asOf, score: totals.score };
        const subject = { subjectType: 'persona', subjectId: personaId } as const;
        await recordAudit(manager, { actor, action: 'persona.gaps_kept', ...subject, data });
      }),
    );
    return this.get(id);
  }

  /** Newest first. @throws DomainError persona_not_found */
  async list(personaId: string, page: PageRequest): Promise<Page<GapAnalysisView>> {
    if (!(await this.personas.find(personaId))) throw notFound(personaProblems.persona_not_found);
    return paginate<GapAnalysisView>(this.database.manager, {
      list: 'gap-analyses',
      filters: { personaId },
      select: SELECT,
      where: [['a.persona_id = ?', personaId]],
      sort: newestFirst('a'),
      page,
    });
  }

  /** @throws DomainError gap_analysis_not_found */
  async get(id: string): Promise<GapAnalysisView> {
    const [analysis] = await this.database.query<GapAnalysisView[]>(`${SELECT} where a.id = $1`, [id]);
    if (!analysis) throw notFound(strategyProblems.gap_analysis_not_found);
    return analysis;
  }
}
