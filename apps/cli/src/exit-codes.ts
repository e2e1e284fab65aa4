export const DONE = 0;
/** Finished, with failures or findings. */
export const FINDINGS = 1;
/** Wrong usage or configuration: something that the caller has to mend first. */
export const WRONG_USAGE = 2;
