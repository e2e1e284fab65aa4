import { useEffect, useRef, useState } from 'react';
import { Alert, Button, Card, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { SignInDto, WhoResponse } from '@trellis/api-client';
import { api, ok } from '../api/client.ts';
import { messageOf } from '../api/problem-error.ts';
import { useTitle } from '../base/use-title.ts';

interface Props {
  /** Whether there was a session before. */
  ended: boolean;
  onSignedIn: (who: WhoResponse) => void;
}

/** The code behind `#` of a sign-in link, taken out of the address at once. */
function takeCode(): string | undefined {
  const code = /^#code=([\w-]+)$/.exec(location.hash)?.[1];
  if (location.pathname.endsWith('/sign-in')) history.replaceState(null, '', '/admin/');
  return code;
}

export function SignIn({ ended, onSignedIn }: Props) {
  useTitle('Sign in');
  const [key, setKey] = useState('');
  const [by, setBy] = useState('');
  const signIn = useMutation({
    mutationFn: (body: SignInDto) => ok(api.POST('/api/v1/session', { body })),
    onSuccess: onSignedIn,
  });
  const once = useRef(false);
  useEffect(() => {
    if (once.current) return;
    once.current = true;
    const code = takeCode();
    if (code) signIn.mutate({ code });
  }, [signIn]);
  return (
    <main className="sign-in">
      <Card withBorder padding="xl" radius="md">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            signIn.mutate({ key: key.trim(), ...(by.trim() && { by: by.trim() }) });
          }}
        >
          <Stack>
            <Title order={1} size="h2">
              Sign in to Trellis
            </Title>
            {ended && !signIn.error && <Text>Your session has ended. Sign in again to go on where you were.</Text>}
            {signIn.error && (
              <Alert role="alert" color="red" variant="light">
                {messageOf(signIn.error)}
              </Alert>
            )}
            <PasswordInput
              label="API key"
              description="`npm start` names the file with the first key"
              value={key}
              onChange={(event) => setKey(event.currentTarget.value)}
              required
              withAsterisk={false}
              autoComplete="current-password"
              autoFocus
            />
            <TextInput
              label="Your name"
              description="For the audit log, when several people use one key"
              value={by}
              onChange={(event) => setBy(event.currentTarget.value)}
              maxLength={60}
              autoComplete="name"
            />
            <Button type="submit" loading={signIn.isPending}>
              Sign in
            </Button>
          </Stack>
        </form>
      </Card>
    </main>
  );
}
