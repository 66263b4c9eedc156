/**
 * Type checks of arguments, documents and results, with the path of what is wrong. May import
 * value, error, port.
 */
package dev.zeroback.core.validator;
