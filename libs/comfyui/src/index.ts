export type * from './answers.ts';
export { ComfyClient, type Submission } from './comfy-client.ts';
export type { ComfyServerAddress } from './comfy-requests.ts';
export { ComfySocket, type ComfyHint } from './comfy-socket.ts';
export { savedImages } from './saved-images.ts';
