/**
 * Sessions of several clients: written down frame by frame and replayed, or made up step by step
 * from a seed and compared with what should be stored; with and without evictions in between.
 */
package dev.zeroback.conformance.session;
