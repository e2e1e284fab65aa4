import type { ComfyClient } from '@trellis/comfyui';
import type { ParentImages, ServerState } from './comfy-server.entity.ts';

/** A server that this process drives, as it was when the lease was taken or renewed. */
export interface DrivenServer {
  id: string;
  name: string;
  baseUrl: string;
  parentImages: ParentImages;
  state: ServerState;
  /** Of its token, to see when that changes. */
  seal: string;
  client: ComfyClient;
  /** Of the socket and of every prompt that this process sends. */
  clientId: string;
  /** What this library is called in the marks of its prompts. */
  library: string;
  /** Whether the lease of this process is still good. */
  mayDrive(): boolean;
}
