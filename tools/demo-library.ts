/** A small library: one persona, five pillars whose weights sum to 100, a cluster for each. */
export const DEMO = {
  persona: {
    name: 'Quiet Table (demo)',
    captionConfig: { tone: 'warm', style: 'conversational', maxLength: 600 },
    hashtagStrategy: { maxTags: 8, brandTags: ['quiettable'] },
  },
  pipeline: { name: 'still life (demo)', description: 'One step: a drawing, so that the demo needs no ComfyUI.' },
  pillars: [
    { name: 'Everyday rituals', weight: 40, priority: 4, clusters: 'First cup of the day' },
    { name: 'Made by hand', weight: 25, priority: 3, clusters: 'Bowls and glazes' },
    { name: 'Seasons', weight: 20, priority: 3, clusters: 'Late autumn light' },
    { name: 'Shared meals', weight: 10, priority: 5, clusters: 'Bread on the table' },
    { name: 'Behind the picture', weight: 5, priority: 1, clusters: 'The studio corner' },
  ],
};

export const STEP_TEMPLATE =
  '{"1": {"class_type": "CLIPTextEncode", "inputs": {"text": "{{prompt}}", "seed": {{auto_seed}}}}}';
