import type { EgressFailure } from '@trellis/egress';

/** The server did not answer, or its answer says nothing. After a POST the request may have been carried out. */
export interface NoAnswer {
  kind: 'no_answer';
  reason: EgressFailure | 'server_error';
  /** No connection was made: the request cannot have been carried out. */
  neverSent: boolean;
}

/** The server, or a proxy before it, did not let the request in: 401, 403, 404, 405 and the like. */
export interface Denied {
  kind: 'denied';
  status: number;
}

/** What is wrong with a node of a workflow. Values, paths and stacks are left out. */
export interface NodeFault {
  nodeId: string;
  classType: string | null;
  /** Types and sentences as the server has them, at most 500 characters each. */
  faults: { type: string; message: string }[];
}

export type SubmitAnswer =
  /** `dropped`: outputs that the server will not make, although it took the prompt. */
  | { kind: 'accepted'; number: number; dropped: NodeFault[] }
  /** Nothing was queued. `type` is the server's, as `prompt_outputs_failed_validation`. */
  | { kind: 'refused'; type: string; message: string; nodes: NodeFault[] }
  | Denied
  | NoAnswer;

/** A prompt in a queue. `mark` is what `extra_data.trellis` had when it was submitted. */
export interface QueuedPrompt {
  promptId: string;
  mark: unknown;
}

export type QueueAnswer = { kind: 'queue'; running: QueuedPrompt[]; pending: QueuedPrompt[] } | Denied | NoAnswer;

/** A file as a server names it. Its parts are values of a query, and never joined to a path. */
export interface OutputFile {
  nodeId: string;
  filename: string;
  subfolder: string;
  type: string;
}

/** An error of a node while it was executed. */
export interface ExecutionFault {
  nodeId: string;
  classType: string | null;
  /** Of the exception, as `torch.OutOfMemoryError`. */
  type: string;
  /** Its first line, at most 500 characters. */
  message: string;
  isOutOfMemory: boolean;
}

export interface EndedPrompt {
  kind: 'ended';
  result: 'success' | 'error' | 'interrupted';
  /** Every image of every node, also temporary ones and those before an error. */
  images: OutputFile[];
  /** What else nodes had, as `text`. */
  others: string[];
  fault: ExecutionFault | null;
  mark: unknown;
}

/** `unknown`: it never came, waits, runs, or was forgotten. */
export type HistoryAnswer = EndedPrompt | { kind: 'unknown' } | Denied | NoAnswer;

export type ViewAnswer = { kind: 'file'; bytes: Buffer } | { kind: 'missing' } | Denied | NoAnswer;

/** `name`: what a `LoadImage` node calls the file. */
export type UploadAnswer = { kind: 'stored'; name: string } | Denied | NoAnswer;

/** The server has heard it. Whether the prompt ends is seen in queue and history only. */
export type CancelAnswer = { kind: 'heard' } | Denied | NoAnswer;

export type FreeAnswer = { kind: 'heard' } | Denied | NoAnswer;

export type VersionAnswer = { kind: 'version'; version: string } | Denied | NoAnswer;

export type NodeAnswer = { kind: 'known' } | { kind: 'unknown' } | Denied | NoAnswer;
