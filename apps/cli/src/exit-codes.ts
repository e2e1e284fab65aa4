export const DONE = 0;
/** Done, with failures or findings. */
export const FINDINGS = 1;
/** Wrong usage or configuration, which the caller has to fix. */
export const WRONG_USAGE = 2;
