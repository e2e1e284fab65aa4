/** What a server answers. A string is sent as it is. */
export interface ComfyAnswer {
  status: number;
  headers?: Record<string, string>;
  body?: object | string | Buffer;
}

export const ok = (body: object | string = ''): ComfyAnswer => ({ status: 200, body });
export const empty = (status: number): ComfyAnswer => ({ status });
/** There is no such route. */
export const unknown: ComfyAnswer = { status: 404, headers: { 'content-type': 'application/octet-stream' } };
/** What any fault inside of a server looks like. */
export const broken: ComfyAnswer = { status: 500, body: '500 Internal Server Error\n\nServer got itself in trouble' };

export const refused = (error: object, nodeErrors: object = {}): ComfyAnswer => ({
  status: 400,
  body: { error, node_errors: nodeErrors },
});

export interface ComfyRequest {
  method: string;
  /** Without `/api`, which every route may have. */
  path: string;
  query: URLSearchParams;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}
