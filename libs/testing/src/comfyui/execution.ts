import { createHash } from 'node:crypto';
import { drawPlain, seedOf, type Draw } from './draw.ts';
import { fileNamed, type FileName, type Files } from './files.ts';
import { isLink, type Graph } from './graph.ts';
import { NodeFailed, OUT_OF_MEMORY } from './node-failed.ts';
import { textOf } from './text-of.ts';

/** What a node gave, and what the history shows of it. */
export interface NodeResult {
  /** Not executed, because a node before it let nothing through. */
  isBlocked?: boolean;
  shown?: { images?: FileName[]; text?: string[] };
}

interface Shape {
  width: number;
  height: number;
  count: number;
}

/** Three colours of 4 bytes. */
const BYTES_OF_PIXEL = 12;
const MOST_BYTES = 2 ** 40;
const SQUARE: Shape = { width: 512, height: 512, count: 1 };
const NO_FILE: FileName = { filename: '', subfolder: '', type: 'input' };
const sha256 = (bytes: string | Buffer): string => createHash('sha256').update(bytes).digest('hex');
const number = (value: unknown, fallback: number): number => (typeof value === 'number' ? value : fallback);

/** Runs nodes as far as their results can be seen: pictures of the right size and number, one for each graph. */
export class Execution {
  private readonly graph: Graph;
  private readonly files: Files;
  private readonly draw: Draw;
  private readonly keys = new Map<string, string>();

  constructor(graph: Graph, files: Files, draw: Draw = drawPlain) {
    this.graph = graph;
    this.files = files;
    this.draw = draw;
  }

  /** What a node and everything that it needs are: two that are the same give the same. */
  keyOf(id: string): string {
    const known = this.keys.get(id);
    if (known !== undefined) return known;
    const { class_type, inputs = {} } = this.graph[id] ?? {};
    const below = Object.entries(inputs).map(([name, value]) => [
      name,
      isLink(value) ? [this.keyOf(value[0]), value[1]] : value,
    ]);
    const file = class_type === 'LoadImage' ? this.files.get(fileNamed(textOf(inputs['image'])) ?? NO_FILE) : undefined;
    const key = sha256(JSON.stringify([class_type, below, file && sha256(file)]));
    this.keys.set(id, key);
    return key;
  }

  /** @throws Error for what a server refuses only when it saves */
  async run(id: string): Promise<NodeResult> {
    const { class_type, inputs = {} } = this.graph[id] ?? {};
    if (this.isBlocked(id)) return { isBlocked: true };
    if (class_type === 'RecError') throw new NodeFailed(`${textOf(inputs['message'])}\n`, 'RuntimeError');
    if (class_type === 'RecOom') throw new NodeFailed(OUT_OF_MEMORY, 'torch.OutOfMemoryError');
    if (class_type === 'EmptyImage') this.allocate(id);
    if (class_type === 'LoadImage' && !this.hasFile(String(inputs['image'])))
      throw new Error('cannot identify image file');
    if (class_type === 'SaveImage') return this.save(id, 'output', String(inputs['filename_prefix']));
    if (class_type === 'PreviewImage') return this.save(id, 'temp', '');
    if (class_type === 'PreviewAny' || class_type === 'PreviewTextNode')
      return { shown: { text: [this.shownText(id)] } };
    return {};
  }

  private isBlocked(id: string): boolean {
    const links = Object.values(this.graph[id]?.inputs ?? {}).filter(isLink);
    return links.some(([from]) => {
      const { class_type, inputs } = this.graph[from] ?? {};
      return (class_type === 'TestExecutionBlocker' && inputs?.['block'] === true) || this.isBlocked(from);
    });
  }

  /** As a processor without a terabyte of memory. */
  private allocate(id: string): void {
    const { width, height, count } = this.shapeOf(id);
    const bytes = width * height * count * BYTES_OF_PIXEL;
    const message = `[enforce fail at alloc_cpu.cpp:127] err == 0. DefaultCPUAllocator: can't allocate memory: you tried to allocate ${bytes} bytes. Error code 12 (Cannot allocate memory)\n`;
    if (bytes > MOST_BYTES) throw new NodeFailed(message, 'RuntimeError');
  }

  private hasFile(name: string): boolean {
    const file = fileNamed(name);
    return file !== undefined && this.files.get(file) !== undefined;
  }

  private async save(id: string, kind: 'output' | 'temp', prefix: string): Promise<NodeResult> {
    if (kind === 'output' && !fileNamed(`${prefix}x`))
      throw new Error('**** ERROR: Saving image outside the output folder is not allowed.\n');
    const { width, height, count } = this.shapeOf(id);
    const images: FileName[] = [];
    for (let n = 0; n < count; n += 1) {
      const picture = await this.draw(seedOf(`${this.keyOf(id)} ${n}`), width, height);
      const named = { '%batch_num%': n, '%width%': width, '%height%': height, '%year%': new Date().getFullYear() };
      const path = prefix.replaceAll(/%\w+%/g, (name) => String(named[name as keyof typeof named] ?? name));
      images.push(this.files.add(kind, path, picture));
    }
    return { shown: { images } };
  }

  private shownText(id: string): string {
    const inputs = Object.values(this.graph[id]?.inputs ?? {});
    const linked = inputs.find(isLink);
    return linked ? this.shownText(linked[0]) : textOf(inputs[0]);
  }

  private shapeOf(id: string): Shape {
    const { class_type, inputs = {} } = this.graph[id] ?? {};
    const linked = ['images', 'image', 'samples', 'latent_image', 'pixels']
      .map((name) => inputs[name])
      .find((value) => isLink(value));
    const below = isLink(linked) ? this.shapeOf(linked[0]) : SQUARE;
    const makes = ['EmptyImage', 'EmptyLatentImage', 'ImageScale', 'ImageResizeKJv2'].includes(String(class_type));
    if (!makes) return below;
    const [width, height] = [number(inputs['width'], below.width), number(inputs['height'], below.height)];
    return { width, height, count: number(inputs['batch_size'], below.count) };
  }
}
