import pLimit from 'p-limit';

/**
 * Runs tasks with the same key one at a time, in arrival order. Use it in front of a row lock: a task that waits here
 * holds no connection, and two hundred that wait for a lock would leave no connection for other requests.
 */
export class KeyedQueue {
  private readonly queues = new Map<string, { limit: ReturnType<typeof pLimit>; tasks: number }>();

  async run<T>(key: string, task: () => Promise<T>): Promise<T> {
    const queue = this.queues.get(key) ?? { limit: pLimit(1), tasks: 0 };
    this.queues.set(key, queue);
    queue.tasks += 1;
    try {
      return await queue.limit(task);
    } finally {
      queue.tasks -= 1;
      if (queue.tasks === 0) this.queues.delete(key);
    }
  }

  /** The number of keys with tasks, for tests of its memory. */
  get size(): number {
    return this.queues.size;
  }
}
