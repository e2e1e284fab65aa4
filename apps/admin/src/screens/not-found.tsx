import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Empty, Page } from '../ui/page.tsx';

export function Screen() {
  return (
    <Page title="Nothing here">
      <Empty button={<Anchor renderRoot={(props) => <Link to="/" {...props} />}>Go to Today</Anchor>}>
        There is no screen at this address.
      </Empty>
    </Page>
  );
}
