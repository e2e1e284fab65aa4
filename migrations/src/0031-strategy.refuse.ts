export const refuse = (constraint: string, message: string): string =>
  `raise exception '${message}' using errcode = 'check_violation', constraint = '${constraint}';`;
