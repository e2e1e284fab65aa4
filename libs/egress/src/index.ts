export { FormData } from 'undici';
export { Egress, EGRESS_LIMITS, type EgressLimits } from './egress.ts';
export { configurable, type DestinationOptions } from './destinations.ts';
export { EgressError, type EgressFailure } from './egress.errors.ts';
export { EgressSettings } from './egress.settings.ts';
