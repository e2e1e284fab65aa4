import type { SettingsClass } from '@trellis/config';
import {
  eventProblems,
  subscriptionsOf,
  type DomainEventClass,
  type Published,
  type Subscription,
} from '@trellis/events';
import { commonProblems, contentProblems, type Problem } from '@trellis/kernel';
import { accessProblems, sealedAnswers } from '@trellis/access';
import { AiSettings, aiProblems } from '@trellis/ai';
import { databaseProblems, editingProblems } from '@trellis/database';
import { EgressSettings } from '@trellis/egress';
import { httpProblems } from '@trellis/http';
import { imageProblems } from '@trellis/images';
import { SecretsSettings, secretsProblems, type SealedColumn } from '@trellis/secrets';
import { storageProblems } from '@trellis/storage';
import { packs } from './packs.ts';

/** What the packs contribute, for the applications. */
export const subscriptions: readonly Subscription[] = packs.flatMap(({ subscribers = [] }) =>
  subscribers.flatMap(subscriptionsOf),
);

export const events: readonly DomainEventClass[] = packs.flatMap(({ events = [] }) => events);

/** The declared events and subscriptions, which the events library compares with the loaded modules. */
export const published: Published = { events, subscriptions: subscriptions.map(({ as }) => as) };

export const settings: readonly SettingsClass[] = [
  SecretsSettings,
  EgressSettings,
  AiSettings,
  ...packs.flatMap(({ settings = [] }) => settings),
];

/** Every column with secrets. */
export const sealedColumns: readonly SealedColumn[] = [sealedAnswers, ...packs.flatMap(({ sealed = [] }) => sealed)];

/** Names for the rows that refer to another row, by foreign key. */
export const references: Readonly<Record<string, string>> = Object.assign(
  {},
  ...packs.map(({ references = {} }) => references),
) as Record<string, string>;

/** Every problem of the API, including those of the libraries. */
export const problems: readonly Problem[] = [
  commonProblems,
  contentProblems,
  httpProblems,
  accessProblems,
  aiProblems,
  databaseProblems,
  editingProblems,
  eventProblems,
  imageProblems,
  secretsProblems,
  storageProblems,
  ...packs.map(({ problems = {} }) => problems),
].flatMap((of) => Object.values(of));
