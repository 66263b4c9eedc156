/**
 * What runs later: the table of jobs, cron schedules and the times at which the object has to wake.
 * Running a job is the engine's part. May import transaction and everything below.
 */
package dev.zeroback.core.scheduler;
