import { OptionalId } from '@trellis/http';

export class WorkflowQuery {
  @OptionalId({ description: 'a candidate of the run' })
  parentId?: string;
}

/** The filled template: ComfyUI's nodes by id. */
export class WorkflowResponse {
  static readonly schema = { type: 'object', additionalProperties: true };
  static readonly example = {
    '1': { class_type: 'CLIPTextEncode', inputs: { text: 'still life, window light', seed: 1000001 } },
  };
}
