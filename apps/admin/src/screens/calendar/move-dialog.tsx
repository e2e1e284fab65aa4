import { useState } from 'react';
import { TextInput } from '@mantine/core';
import type { PostResponse } from '@trellis/api-client';
import { AskDialog } from '../../ui/ask-dialog.tsx';
import { moveTo } from './post-acts.ts';
import { dateOf, timeOf } from './post-name.ts';

/** To a date that is not in sight. The time of the day stays. */
export function MoveToDialog({ post, onClose }: { post: PostResponse; onClose: () => void }) {
  const [date, setDate] = useState(dateOf(post));
  return (
    <AskDialog
      title="Move the post"
      button="Move"
      ready={date !== '' && date !== dateOf(post)}
      onClose={onClose}
      onSend={() => moveTo(post, date)}
    >
      <TextInput
        label="Date"
        type="date"
        description={`At ${timeOf(post)}, as before`}
        value={date}
        onChange={({ currentTarget }) => setDate(currentTarget.value)}
        data-autofocus
      />
    </AskDialog>
  );
}
