export const OUT_OF_MEMORY = `Allocation on device 0 would exceed allowed memory. (out of memory)
This error means you ran out of memory on your GPU.

TIPS: If the workflow worked before you might have accidentally set the batch_size to a large number.`;

/** The exception of a node, with its type as Python names it. */
export class NodeFailed extends Error {
  readonly type: string;

  constructor(message: string, type: string) {
    super(message);
    this.type = type;
  }
}
