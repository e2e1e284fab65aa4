/** What a node takes: a type or a list of values, and its limits. */
export type InputSpec = readonly [type: string | readonly string[], limits: Readonly<Record<string, unknown>>];

export interface NodeSpec {
  required: Readonly<Record<string, InputSpec>>;
  outputs: number;
  /** On 0.3.64, where they are others. */
  oldOutputs?: number;
  /** Ends a graph: its results are in the history. */
  isOutput?: boolean;
}

const int = (fallback: number, min: number, max: number): InputSpec => [
  'INT',
  { default: fallback, min, max, step: 1 },
];
const float = (fallback: number, min: number, max: number): InputSpec => ['FLOAT', { default: fallback, min, max }];
const bool: InputSpec = ['BOOLEAN', { default: false }];
const text: InputSpec = ['STRING', { multiline: true }];
const of = (type: string): InputSpec => [type, {}];
const oneOf = (...values: string[]): InputSpec => [values, {}];
const IMAGES: InputSpec = ['IMAGE', { tooltip: 'The images to save.' }];
const SEED: InputSpec = ['INT', { default: 0, min: 0, max: 18446744073709552000 }];

const SAMPLERS = oneOf('euler', 'euler_ancestral', 'heun', 'dpmpp_2m', 'dpmpp_2m_sde', 'ddim', 'uni_pc');
const SCHEDULERS = oneOf('normal', 'karras', 'exponential', 'sgm_uniform', 'simple', 'beta');

/** Those whose inputs were seen on real servers. */
const EXACT: Record<string, NodeSpec> = {
  EmptyImage: {
    required: {
      width: int(512, 1, 16_384),
      height: int(512, 1, 16_384),
      batch_size: int(1, 1, 4_096),
      color: ['INT', { default: 0, min: 0, max: 0xffffff, step: 1, display: 'color' }],
    },
    outputs: 1,
  },
  ImageScale: {
    required: {
      image: of('IMAGE'),
      upscale_method: oneOf('nearest-exact', 'bilinear', 'area', 'bicubic', 'lanczos'),
      width: int(512, 0, 16_384),
      height: int(512, 0, 16_384),
      crop: oneOf('disabled', 'center'),
    },
    outputs: 1,
  },
  ImageInvert: { required: { image: of('IMAGE') }, outputs: 1 },
  LoadImage: { required: { image: of('COMBO') }, outputs: 2 },
  SaveImage: {
    required: { images: IMAGES, filename_prefix: ['STRING', { default: 'ComfyUI' }] },
    outputs: 1,
    oldOutputs: 0,
    isOutput: true,
  },
  PreviewImage: { required: { images: IMAGES }, outputs: 0, isOutput: true },
  PrimitiveStringMultiline: { required: { value: text }, outputs: 1 },
  PreviewAny: { required: { source: of('*') }, outputs: 1, isOutput: true },
  EmptyLatentImage: {
    required: { width: int(512, 16, 16_384), height: int(512, 16, 16_384), batch_size: int(1, 1, 4_096) },
    outputs: 1,
  },
  CheckpointLoaderSimple: { required: { ckpt_name: of('COMBO') }, outputs: 3 },
  CLIPTextEncode: { required: { text, clip: of('CLIP') }, outputs: 1 },
  VAEDecode: { required: { samples: of('LATENT'), vae: of('VAE') }, outputs: 1 },
  // Nodes of the recordings, which fail.
  RecError: { required: { image: of('IMAGE'), message: text }, outputs: 1 },
  RecOom: { required: { image: of('IMAGE') }, outputs: 1 },
  TestExecutionBlocker: { required: { input: of('*'), block: bool, verbose: bool }, outputs: 1 },
  KSampler: {
    required: {
      ...{ model: of('MODEL'), seed: SEED, steps: int(20, 1, 10_000), cfg: float(8, 0, 100), sampler_name: SAMPLERS },
      ...{ scheduler: SCHEDULERS, positive: of('CONDITIONING'), negative: of('CONDITIONING') },
      ...{ latent_image: of('LATENT'), denoise: float(1, 0, 1) },
    },
    outputs: 1,
  },
};

/** Nodes of custom packs that templates use. Their inputs are not checked. */
const LOOSE: readonly (readonly [name: string, outputs: number, isOutput?: true])[] = [
  ['BasicGuider', 1],
  ['BasicScheduler', 1],
  ['ConcatStringSingle', 1],
  ['ConditioningZeroOut', 1],
  ['DownloadAndLoadFlorence2Model', 1],
  ['DualCLIPLoader', 1],
  ['Florence2Run', 4],
  ['FluxGuidance', 1],
  ['GrowMask', 1],
  ['GrowMaskWithBlur', 2],
  ['ImageResizeKJv2', 4],
  ['ImageUpscaleWithModel', 1],
  ['KSamplerAdvanced', 1],
  ['KSamplerSelect', 1],
  ['LayerMask: SegmentAnythingUltra V2', 2],
  ['LoadImageFromPath', 2],
  ['ModelSamplingFlux', 1],
  ['OllamaConnectivityV2', 1],
  ['OllamaGenerateV2', 4],
  ['Power Lora Loader (rgthree)', 2],
  ['PreviewTextNode', 1, true],
  ['RandomNoise', 1],
  ['SamplerCustomAdvanced', 2],
  ['Seed', 4],
  ['Sharpen (mtb)', 1],
  ['Text Concatenate', 1],
  ['Text Multiline', 1],
  ['UNETLoader', 1],
  ['UnetLoaderGGUF', 1],
  ['UpscaleModelLoader', 1],
  ['VAEEncode', 1],
  ['VAEEncodeForInpaint', 1],
  ['VAELoader', 1],
];

export const NODES: ReadonlyMap<string, NodeSpec> = new Map([
  ...Object.entries(EXACT),
  ...LOOSE.map(([name, outputs, isOutput]) => [name, { required: {}, outputs, isOutput }] as const),
]);

/** As `/object_info/NAME` has it. */
export function describeNode(name: string): object {
  const spec = NODES.get(name);
  if (!spec) return {};
  const { required, outputs, isOutput = false } = spec;
  const about = { name, display_name: name, output: Array.from({ length: outputs }, () => '*'), output_node: isOutput };
  return { [name]: { input: { required }, ...about } };
}
