/**
 * Runs in the compiler, not in the worker: a TeaVM plugin that makes string operations native.
 * Imports nothing of the project.
 */
package dev.zeroback.worker.build;
