const picture = (prefix: string, more: object = {}) =>
  JSON.stringify({
    1: { class_type: 'EmptyImage', inputs: { width: 400, height: 500, batch_size: 1, color: '{{auto_seed}}' } },
    9: { class_type: 'SaveImage', inputs: { images: ['1', 0], filename_prefix: prefix } },
    ...more,
  });
const parent = {
  2: { class_type: 'LoadImage', inputs: { image: '{{parent_image_path}}' } },
  3: { class_type: 'PreviewImage', inputs: { images: ['2', 0] } },
};

/** Three steps, each after the first from the picture of the one before. */
export const threeSteps = [
  { name: 'Base', position: 1, workflowTemplate: picture('base') },
  { name: 'Variant', position: 2, workflowTemplate: picture('variant', parent), needsParentImagePath: true },
  { name: 'Finish', position: 3, workflowTemplate: picture('finish', parent), needsParentImagePath: true },
];
