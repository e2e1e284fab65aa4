import type { Abstract, Type } from '@nestjs/common';

/** The instance of a class in the running application, from any pack. */
export type Resolve = <T>(type: Type<T> | Abstract<T>) => T;
