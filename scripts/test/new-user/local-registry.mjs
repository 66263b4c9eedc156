// A registry of this repository's packages, as npm sees them once they are published; it knows no others.
import { createHash } from "node:crypto"
import { once } from "node:events"
import { createServer } from "node:http"

/** Serves `packages` on a port of its own; `requests` collects what was asked for. */
export async function serveRegistry(packages) {
  const requests = []
  let known = packages
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://registry").pathname).slice(1)
    requests.push(path)
    const byName = known.find(({ manifest }) => manifest.name === path)
    const byTarball = known.find(({ manifest }) => `${manifest.name}.tgz` === path)
    if (byTarball !== undefined) {
      response.setHeader("content-type", "application/octet-stream")
      response.end(byTarball.tarball)
    } else if (byName !== undefined) {
      response.setHeader("content-type", "application/json")
      response.end(JSON.stringify(packument(byName, `http://${request.headers.host}/${byName.manifest.name}.tgz`)))
    } else {
      response.statusCode = 404
      response.end("{}")
    }
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    requests,
    /** Answers 404 to everything, as a registry does before the first release. */
    unpublish: () => (known = []),
    close: () => new Promise((resolve) => server.close(resolve)).finally(server.closeAllConnections()),
  }
}

function packument({ manifest, tarball }, address) {
  const integrity = `sha512-${createHash("sha512").update(tarball).digest("base64")}`
  const version = { ...manifest, dist: { tarball: address, integrity } }
  return {
    name: manifest.name,
    "dist-tags": { latest: manifest.version },
    versions: { [manifest.version]: version },
  }
}
