/**
 * Lines of tasks: those of one key go one after the other, in the order in which they came. Where the database would put them in a
 * line anyway: whoever waits there holds a connection, and two hundred who wait would leave none for the others.
 */
export class OneAfterAnother {
  private readonly lines = new Map<string, Promise<unknown>>();

  run<T>(key: string, task: () => Promise<T>): Promise<T> {
    const before = this.lines.get(key) ?? Promise.resolve();
    const own = before.then(task, task);
    this.lines.set(key, own);
    const leave = () => {
      if (this.lines.get(key) === own) this.lines.delete(key);
    };
    own.then(leave, leave);
    return own;
  }
}
