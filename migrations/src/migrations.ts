import { Foundation1767225600001 } from './0001-foundation.ts';
import { Personas1767225600002 } from './0002-personas.ts';
import { ContentPillars1767225600003 } from './0003-content-pillars.ts';
import { Pipeline1767225600004 } from './0004-pipeline.ts';
import { Photos1767225600005 } from './0005-photos.ts';
import { Clustering1767225600006 } from './0006-clustering.ts';
import { AuditByActor1767225600008 } from './0008-audit-by-actor.ts';
import { Voting1767225600009 } from './0009-voting.ts';
import { Idempotency1767225600010 } from './0010-idempotency.ts';
import { Backfill1767225600011 } from './0011-backfill.ts';
import { LinksFromCompletion1767225600007 } from './0007-links-from-completion.ts';

/** Every migration of the schema, in the order in which the system grew. */
export const migrations = [
  Foundation1767225600001,
  Personas1767225600002,
  ContentPillars1767225600003,
  Pipeline1767225600004,
  Photos1767225600005,
  Clustering1767225600006,
  LinksFromCompletion1767225600007,
  AuditByActor1767225600008,
  Voting1767225600009,
  Idempotency1767225600010,
  Backfill1767225600011,
];
