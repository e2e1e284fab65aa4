const PATIENCE_MS = 3000;

/** The answer, if it comes within three seconds: whoever asks how things are cannot wait for somebody who is away. */
export const soon = <T>(answer: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer')), PATIENCE_MS);
  });
  return Promise.race([answer, deadline]).finally(() => clearTimeout(timer));
};
