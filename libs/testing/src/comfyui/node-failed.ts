export const OUT_OF_MEMORY = 'Allocation on device 0 would exceed allowed memory. (out of memory)\n';

/** The exception of a node, with its type as Python names it. */
export class NodeFailed extends Error {
  readonly type: string;

  constructor(message: string, type: string) {
    super(message);
    this.type = type;
  }
}
