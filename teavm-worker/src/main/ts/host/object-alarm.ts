import type { Clock } from "./clock.js"
import type { Life } from "./engine-host.js"
import type { DurableObjectStorage } from "./platform.js"

/** The platform knows no alarm after the year 2189. One that goes off before its time is set again by the engine. */
const FARTHEST_MILLIS = 1e12

const RETRY_MILLIS = 1_000

/**
 * Makes what sets the object's alarm, or deletes it for `null`. What the platform refuses is logged and tried again, until
 * another time is wanted.
 */
export function objectAlarm(
  storage: DurableObjectStorage,
  clock: Clock,
  life: Life,
): (atMillis: number | null) => void {
  let attempts = 0
  return async function set(atMillis) {
    if (life.ended) return
    const attempt = ++attempts
    try {
      // The platform holds back what the object sends until the alarm is stored; it takes positive times only.
      await (atMillis === null
        ? storage.deleteAlarm()
        : storage.setAlarm(Math.min(Math.max(atMillis, 1), clock.now + FARTHEST_MILLIS)))
    } catch (refusal) {
      console.error("Zeroback could not set its alarm, and tries again:", refusal)
      clock.after(RETRY_MILLIS, () => attempt === attempts && set(atMillis))
    }
  }
}
