/** Values nested deeper than this are refused; a cycle is found on the way there. */
export const MAX_DEPTH = 1000

/** Up to this depth a walk does not look for cycles; any cycle goes beyond it. */
export const TRUSTED_DEPTH = 64

export const MIN_INT64 = -(2n ** 63n)
export const MAX_INT64 = 2n ** 63n - 1n
