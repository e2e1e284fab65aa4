import { Matches } from 'class-validator';
import { Setting, listed } from '@trellis/config';

export class EgressSettings {
  @Setting({
    fallback: [],
    shown: 'none',
    read: listed(','),
    doc: 'Servers inside your network, `host:port` separated by `,`, to which requests may go although no other setting names them',
  })
  @Matches(/^(\[[0-9a-f:.]+\]|[A-Za-z0-9.-]+):\d{1,5}$/, { each: true, message: 'must be host:port separated by ,' })
  EGRESS_ALLOW!: string[];
}
