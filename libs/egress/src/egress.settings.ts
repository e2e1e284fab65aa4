import { ValidateBy } from 'class-validator';
import { Setting, listed } from '@trellis/config';

const PLACE = /^(\[[0-9a-f:.]+\]|[A-Za-z0-9.-]+):\d{1,5}$/;

export class EgressSettings {
  @Setting({
    fallback: [],
    shown: 'none',
    read: listed(','),
    doc: 'Servers inside your network, `host:port` separated by `,`, to which requests may go although no other setting names them',
  })
  @ValidateBy(
    {
      name: 'place',
      validator: { validate: (place) => PLACE.test(String(place)) && URL.canParse(`http://${String(place)}`) },
    },
    { each: true, message: 'must be host:port separated by ,' },
  )
  EGRESS_ALLOW!: string[];
}
