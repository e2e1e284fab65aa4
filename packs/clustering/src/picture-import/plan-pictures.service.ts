import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { TrellisConfig } from '@trellis/config';
import { ImageRefusedError } from '@trellis/images';
import { canonicalName, isStorableText, newId } from '@trellis/kernel';
import { UsageError } from '@trellis/manifest';
import { PersonasFacade } from '@trellis/personas';
import { PicturesImport, tagsFault } from '@trellis/photos';
import type { BackfillLine, PhotoCreation, Unnumbered } from '../backfill/backfill-plan.ts';
import { isName } from '../backfill/run-changes.ts';
import { RuleTargets } from '../backfill/rule-targets.ts';
import { PicturesOfPlan } from './pictures-of-plan.ts';
import type { PictureNote, PictureOrder } from './picture-plan.ts';
import { placesBy, type PicturePlace } from './picture-rule.ts';
import { FileRefused, type PictureSource, type SourceFile } from '../backfill/pictures/source-files.ts';

type Note = (note: PictureNote) => void;

/** Plans the photos of a folder or a ZIP file, and changes nothing. Every picture is decoded. */
@Injectable()
export class PlanPicturesService {
  constructor(
    private readonly config: TrellisConfig,
    private readonly personas: PersonasFacade,
    private readonly targets: RuleTargets,
    private readonly pictures: PicturesImport,
  ) {}

  /**
   * The lines of a new plan, file by file.
   * @param note called for every file that a person should know of
   * @throws UsageError for a persona or a pillar that does not exist
   */
  async *plan(source: PictureSource, order: PictureOrder, note: Note): AsyncIterable<BackfillLine[]> {
    const personaId = await this.personaOf(order.persona);
    const planned = new PicturesOfPlan();
    const placeOf = placesBy(order.rules);
    const plan = newId();
    let line = 0;
    for (const file of await source.files()) {
      const place = placeOf(file.name);
      if (!place) note({ file: file.name, outcome: 'passed_over', detail: 'no rule takes it' });
      const checked = place && (await this.check(source, file, place, note));
      const lines = checked ? await this.linesOf({ personaId, planned, note, order }, checked) : [];
      yield lines.map((change) => ({ line: ++line, plan, ...change }));
    }
  }

  private async personaOf(persona: string): Promise<string> {
    const found = isUUID(persona) ? await this.personas.find(persona) : await this.personas.findByName(persona);
    if (!found) throw new UsageError(`There is no persona “${persona}”. Use the name or the id of one that exists.`);
    return found.id;
  }

  /** The facts of a picture; undefined when it is refused. */
  private async check(source: PictureSource, { name, byteSize }: SourceFile, place: PicturePlace, note: Note) {
    try {
      const fault = nameFault(name) ?? clusterFault(place) ?? tagsFault(place.tags);
      if (fault) throw new FileRefused(fault);
      if (byteSize > this.config.MAX_IMAGE_BYTES) throw new ImageRefusedError('image_too_large');
      const checked = await this.pictures.check(await source.read(name));
      return { source: source.path, file: name, place, ...checked };
    } catch (error) {
      if (!(error instanceof FileRefused || error instanceof ImageRefusedError)) throw error;
      note({ file: name, outcome: 'refused', detail: error.message });
      return undefined;
    }
  }

  private async linesOf({ personaId, planned, note, order }: Context, checked: Checked): Promise<Unnumbered[]> {
    const { source, file, place, ...facts } = checked;
    const first =
      planned.fileOf(facts.sha256) ?? (await this.pictures.known(personaId, [facts.sha256])).get(facts.sha256);
    if (first) {
      note({ file, outcome: 'exists', detail: first });
      return [];
    }
    const similar = [...(await this.pictures.similarTo(personaId, facts)), ...planned.similarTo(facts)];
    if (similar.length > 0) note({ file, outcome: 'similar', detail: firstOf(similar) });
    planned.add(file, facts);
    const cluster = place.cluster && (await this.targets.clusterOf(personaId, place.cluster, planned.clusterIds));
    const { aiGenerated = order.aiGenerated, tags } = place;
    const { sha256 } = facts;
    const after = { personaId, clusterId: cluster?.id ?? null, source, file, sha256, tags, aiGenerated };
    const photo: Unnumbered<PhotoCreation> = { change: 'photo.create', id: newId(), before: null, after };
    if (!cluster?.missing || !planned.isNew(cluster.id)) return [photo];
    const made = { personaId, name: cluster.name, pillarId: cluster.pillarId };
    return [{ change: 'cluster.create', id: cluster.id, before: null, after: made }, photo];
  }
}

/** Of a path that a photo can have. */
const MOST_PATH = 4_000;

const nameFault = (name: string): string | undefined =>
  !isStorableText(name) || /\p{Cc}/u.test(name) || name.length > MOST_PATH
    ? 'its path has control characters, or is too long'
    : undefined;

const clusterFault = ({ cluster }: PicturePlace): string | undefined =>
  cluster && !isName(canonicalName(cluster.name))
    ? `“${cluster.name}” is no name of a cluster: names have 1 to 200 characters`
    : undefined;

/** The nearest, and how many there are besides. */
function firstOf(similar: readonly string[]): string {
  const rest = similar.length - MOST_NAMED;
  return `${similar.slice(0, MOST_NAMED).join(', ')}${rest > 0 ? `, and ${rest} more` : ''}`;
}

const MOST_NAMED = 5;

type Checked = NonNullable<Awaited<ReturnType<PlanPicturesService['check']>>>;

interface Context {
  personaId: string;
  planned: PicturesOfPlan;
  note: Note;
  order: PictureOrder;
}
