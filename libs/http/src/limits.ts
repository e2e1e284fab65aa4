/** The largest JSON body. */
export const MAX_JSON_BYTES = 1_048_576;
