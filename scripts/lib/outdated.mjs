// What npm and Maven say of newer versions. Each throws where it could not ask: no answer is not "up to date".

/** The workspace that holds the older React, with which hooks are tested too. */
const OLDER_ON_PURPOSE = "react-18"

/** @param answer - of `npm outdated --json`, which exits with 1 when there is something newer, and when it failed. */
export function newerOnNpm({ status, stdout, stderr, error }) {
  const found = JSON.parse(stdout || "{}")
  const packages = Object.entries(found)
  if (found.error?.code !== undefined || (status !== 0 && packages.length === 0))
    throw new Error(`npm could not ask for newer versions:\n${found.error?.summary ?? error?.message ?? stderr}`)
  return packages.flatMap(([name, versions]) => {
    const places = [versions]
      .flat()
      .filter(({ current, latest, dependent }) => current !== latest && dependent !== OLDER_ON_PURPOSE)
    return places.slice(0, 1).map(({ current, latest }) => ({ name, current, latest }))
  })
}

/** @param answer - of the goal `versions:display-property-updates`, which takes what it could not ask for as the newest. */
export function newerOnMaven({ status, stdout, error }) {
  if (status !== 0 || stdout.includes("Could not transfer"))
    throw new Error(`Maven could not ask for newer versions:\n${error?.message ?? stdout}`)
  return [...stdout.matchAll(/\$\{([\w.-]+)\} \.+ (\S+) -> (\S+)/g)].map(([, name, current, latest]) => ({
    name,
    current,
    latest,
  }))
}
