import { expressionOf } from '../backfill/backfill-rule.ts';

/** What matching pictures get. The first rule that matches a path applies. */
export interface PictureRule {
  /** `*` is any text, `?` one character; every picture without it. */
  path?: string;
  /** Matching pictures are left out. */
  skip: boolean;
  /** By name. A missing cluster is created, with the pillar. */
  cluster?: { name: string; pillar?: string };
  /** The first folder of the path is the name of the cluster. */
  clusterFromFolder: boolean;
  tags: readonly string[];
  /** Each other folder of the path is a tag. */
  tagsFromFolders: boolean;
  aiGenerated?: boolean;
}

/** Where one picture goes. */
export interface PicturePlace {
  cluster?: { name: string; pillar?: string };
  tags: string[];
  aiGenerated?: boolean;
}

/** The place of a picture by its path; undefined when no rule matches, or one leaves it out. */
export function placesBy(rules: readonly PictureRule[]): (path: string) => PicturePlace | undefined {
  const tests = rules.map(({ path }) => (path === undefined ? undefined : expressionOf(path)));
  return (path) => {
    const rule = rules[tests.findIndex((test) => test?.test(path.normalize('NFC')) ?? true)];
    return rule && !rule.skip ? placeOf(rule, path.split('/').slice(0, -1)) : undefined;
  };
}

function placeOf(rule: PictureRule, folders: readonly string[]): PicturePlace {
  const [first, ...others] = folders;
  const named = !rule.cluster && rule.clusterFromFolder && first !== undefined ? { name: first } : undefined;
  const tags = rule.tagsFromFolders ? (named ? others : folders) : [];
  const { aiGenerated, cluster = named } = rule;
  return {
    tags: [...rule.tags, ...tags],
    ...(cluster && { cluster }),
    ...(aiGenerated !== undefined && { aiGenerated }),
  };
}
