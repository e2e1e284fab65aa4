import { Reflector } from '@nestjs/core';

/** Marks an operation whose answer holds a secret: its kept answers are sealed. */
export const SecretAnswer = Reflector.createDecorator<boolean>();
