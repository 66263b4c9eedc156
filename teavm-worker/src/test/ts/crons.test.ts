import { cronJobs } from "@zeroback/server"
import type { FunctionReference } from "@zeroback/server"
import { expect, test } from "vitest"

const reference = { _name: "tasks:clean" } as FunctionReference<"mutation", object, null>

/** What a declaration makes of its schedule. */
function declared(declare: (crons: ReturnType<typeof cronJobs>) => void): unknown {
  const crons = cronJobs()
  declare(crons)
  const [job] = crons.jobs()
  expect(job).toMatchObject({ name: "a", function: "tasks:clean", args: {} })
  return job!.expression ?? job!.everyMillis
}

test("each way of saying when becomes a period or an expression, with the documented defaults", () => {
  expect(declared((crons) => crons.interval("a", { hours: 1, minutes: 1, seconds: 1.5 }, reference))).toBe(3_661_500)
  expect(declared((crons) => crons.cron("a", "0 3 * * 1-5", "tasks:clean"))).toBe("0 3 * * 1-5")
  expect(declared((crons) => crons.hourly("a", "tasks:clean"))).toBe("0 * * * *")
  expect(declared((crons) => crons.hourly("a", { minuteUTC: 59 }, reference))).toBe("59 * * * *")
  expect(declared((crons) => crons.daily("a", reference))).toBe("0 0 * * *")
  expect(declared((crons) => crons.daily("a", { hourUTC: 9, minuteUTC: 30 }, reference, {}))).toBe("30 9 * * *")
  expect(declared((crons) => crons.weekly("a", {}, "tasks:clean"))).toBe("0 0 * * 1")
  expect(declared((crons) => crons.weekly("a", { dayOfWeek: 0, hourUTC: 8 }, "tasks:clean"))).toBe("0 8 * * 0")
  expect(declared((crons) => crons.monthly("a", undefined, "tasks:clean"))).toBe("0 0 1 * *")
  expect(declared((crons) => crons.monthly("a", { dayOfMonth: 31 }, "tasks:clean", {}))).toBe("0 0 31 * *")
})

test("a declaration that makes no sense is refused where it stands", () => {
  const crons = cronJobs()
  for (const schedule of [{}, { seconds: 0 }, { seconds: -1, minutes: 1 }, { hours: NaN }, { hours: Infinity }]) {
    expect(() => crons.interval("a", schedule, reference)).toThrow(
      'Cron job "a": the interval is empty. At least one of hours, minutes and seconds must be positive.',
    )
  }
  expect(() => crons.hourly("a", { minuteUTC: 60 }, reference)).toThrow("minuteUTC must be a whole number from 0 to 59")
  expect(() => crons.daily("a", { hourUTC: 1.5 }, reference)).toThrow("hourUTC must be a whole number from 0 to 23")
  expect(() => crons.weekly("a", { dayOfWeek: 7 }, reference)).toThrow("dayOfWeek must be a whole number from 0 to 6")
  expect(() => crons.monthly("a", { dayOfMonth: 0 }, reference)).toThrow(
    "dayOfMonth must be a whole number from 1 to 31",
  )
  expect(() => crons.cron("a", "* * * * *", undefined as unknown as string)).toThrow("A function is given by name")
  crons.hourly("a", reference)
  expect(() => crons.hourly("a", reference)).toThrow('Two cron jobs are named "a". Rename one.')
  expect(() => crons.hourly("$a", reference)).toThrow('Cron job "$a": names do not begin with "$".')
})
