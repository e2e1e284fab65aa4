/** Why a run that generates makes nothing at the moment. */
export const waitWords: Record<string, string> = {
  approval: 'It waits for a step to be approved: vote, then approve the step below.',
  complete: 'Everything that was asked for is there.',
  server: 'It waits for a server: none is up, or all are busy.',
  retry: 'It waits a while after a failure, and tries again by itself.',
};

/** Why nothing more is made until a person looks. */
export const blockWords: Record<string, string> = {
  refused: 'No server takes the workflow of this step. Change the step, or the server, then resume.',
  template_value_missing: 'A placeholder has no value. Change the run or the step, then resume.',
  template_value_invalid: 'A placeholder has a value that does not fit. Change the run or the step, then resume.',
  parent_image_missing: 'The file of a parent is gone. Put it back, then resume.',
  execution_error: 'The first step failed three times in a row. Change the step, then resume.',
  out_of_memory: 'The server had too little memory three times in a row. Make the pictures smaller, then resume.',
  unreadable_image: 'What the first step saved was no complete picture, three times in a row. Change it, then resume.',
  already_taken: 'The first step makes the same picture each time. Use {{auto_seed}} in its workflow, then resume.',
  timed_out: 'The first step took too long three times in a row. Give it more minutes, then resume.',
  no_image: 'The first step saved no picture three times in a row. Change the step, then resume.',
};

/** Why a job ended without a picture. */
export const jobWords: Record<string, string> = {
  run_closed: 'its run was closed',
  by_person: 'cancelled by a person',
  parent_rejected: 'its parent was rejected',
  execution_error: 'the workflow failed',
  out_of_memory: 'the server had too little memory',
  no_image: 'no picture was saved',
  output_missing: 'the file was gone before it was fetched',
  unreadable_image: 'what was saved is no complete picture',
  already_taken: 'it made a picture that is there already: nothing in the workflow differs',
  refused: 'no server takes the workflow',
  parent_image_missing: 'the file of its parent is gone',
  lost: 'its servers lost it five times',
  interrupted: 'it was interrupted five times',
  timed_out: 'it took too long five times',
};

/** Why a server gets no work. */
export const serverWords: Record<string, string> = {
  unreachable: 'nothing listens at its address',
  unknown_host: 'its name is not known',
  timed_out: 'it has said nothing for a minute',
  server_error: 'it fails',
  malformed: 'it does not answer as ComfyUI does',
  redirected: 'it sends requests elsewhere',
  address_refused: 'its address may not be used',
  denied_401: 'a proxy wants another token',
  denied_403: 'a proxy refuses the token',
  denied_404: 'ComfyUI is not at this address',
  token_unreadable: 'its token cannot be read: set it again',
  keeps_running: 'it does not end what it was asked to end: start it again',
};

export const serverStateWords: Record<string, string> = {
  up: 'up',
  busy_elsewhere: 'works for others',
  down: 'down',
  stuck: 'stuck',
  disabled: 'disabled',
};

export const stateColors: Record<string, string> = {
  ...{ up: 'teal.9', done: 'teal.9', succeeded: 'teal.9', busy_elsewhere: 'blue.9', working: 'blue.9' },
  ...{ down: 'red.9', stuck: 'red.9', failed: 'red.9', queued: 'gray.7', waiting: '#8a4b00' },
};
