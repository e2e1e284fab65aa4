import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Egress, type EgressError } from './index.ts';

describe('a server', () => {
  it('is asked once, also when it answers 421', async () => {
    let asked = 0;
    const misdirected = createServer((_request, response) => {
      asked += 1;
      response.writeHead(421).end();
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => misdirected.on('listening', resolve));
    const url = `http://127.0.0.1:${(misdirected.address() as AddressInfo).port}`;
    const posted = new Egress({ configured: [url] }).fetch(url, { method: 'POST', body: '{}' });
    expect([await posted.catch((error: EgressError) => error.code), asked]).toEqual(['unreachable', 1]);
    misdirected.closeAllConnections();
    misdirected.close();
  });
});
