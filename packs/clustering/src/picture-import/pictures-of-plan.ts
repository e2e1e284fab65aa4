import { HashIndex, halvesOf, type CheckedPicture } from '@trellis/photos';

/** What a plan has so far. */
export class PicturesOfPlan {
  /** The ids of clusters that the plan creates, by persona and name. */
  readonly clusterIds = new Map<string, string>();
  private readonly files = new Map<string, string>();
  private readonly hashes = new HashIndex();
  private readonly created = new Set<string>();

  add(file: string, { sha256, pictureHash }: CheckedPicture): void {
    this.files.set(sha256, file);
    this.hashes.set(file, halvesOf(pictureHash));
  }

  /** The file with these bytes. */
  fileOf(sha256: string): string | undefined {
    return this.files.get(sha256);
  }

  /** The files that look like the picture, nearest first. */
  similarTo(picture: CheckedPicture): string[] {
    return this.hashes.alike(picture).map(({ id }) => id);
  }

  /** True the first time. */
  isNew(clusterId: string): boolean {
    if (this.created.has(clusterId)) return false;
    this.created.add(clusterId);
    return true;
  }
}
