package dev.zeroback.core.simulation;

import java.util.List;

/**
 * One transaction of a history.
 *
 * @param invoked when it began, in any unit that orders events
 * @param returned when its outcome was known
 * @param commits whether its writes count
 */
record Transaction(String name, long invoked, long returned, boolean commits, List<Step> steps) {}
