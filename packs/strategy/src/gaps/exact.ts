/** Whole-number arithmetic, so that no result depends on the rounding of a float. Values are not negative. */

/** ceil(a / b) */
export const ceilOf = (a: number, b: number): number => (a + b - 1 - ((a + b - 1) % b)) / b;

/** floor(a / b) */
export const floorOf = (a: number, b: number): number => (a - (a % b)) / b;

/** a / b, rounded half up. */
export const roundOf = (a: number, b: number): number => floorOf(2 * a + b, 2 * b);

/** A part of a whole: `photos` of which each counts as one of `among`. */
export interface Share {
  photos: number;
  among: number;
}

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b));

/** The sum of shares in hundredths, rounded half up. */
export function hundredthsOf(shares: readonly Share[]): number {
  const whole = shares.reduce((lcm, { among }) => (lcm / gcd(lcm, BigInt(among))) * BigInt(among), 1n);
  const sum = shares.reduce((total, { photos, among }) => total + BigInt(photos) * (whole / BigInt(among)), 0n);
  return Number((200n * sum + whole) / (2n * whole));
}
