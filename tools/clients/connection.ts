const required = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run npm run test:clients`);
  return value;
};

/** The server that the programs beside this file talk to. */
export const base = required('TRELLIS_URL');
export const headers = { Authorization: `Bearer ${required('TRELLIS_KEY')}` };

/** Two images inside CANDIDATE_ROOTS. */
export const images = required('TRELLIS_IMAGES').split(':');
