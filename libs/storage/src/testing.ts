export { startB2Dialect, type B2Dialect } from './testing/b2-dialect.ts';
