/** Sends an event to one client, or to all. */
export type Tell = (type: string, data: Record<string, unknown>, client?: string) => void;
