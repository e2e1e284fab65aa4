import { Matches } from 'class-validator';

/** Lines and tabs are text; other control characters have no place in what people read. */
export const IsPlainText = (): PropertyDecorator =>
  Matches(/^[^\p{Cc}]*([\n\r\t][^\p{Cc}]*)*$/u, {
    message: 'must not contain control characters but line ends and tabs',
  });
