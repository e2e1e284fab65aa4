import { OptionalId } from '@trellis/http';
export class WorkflowQuery {
  @OptionalId({ description: 'a candidate of the run' })
  parentId?: string;
}

/** Whatever the template is: ComfyUI's nodes by their ids. */
export class WorkflowResponse {
  static readonly example = {
    '1': { class_type: 'CLIPTextEncode', inputs: { text: 'still life, window light', seed: 1000001 } },
  };
}
