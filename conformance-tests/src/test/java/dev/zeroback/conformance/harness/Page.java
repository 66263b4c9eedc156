package dev.zeroback.conformance.harness;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** A built page that is served until the tests end. */
public record Page(URI address) {

  /** Serves a folder of static files. */
  public static Page serve(Path folder) {
    Map<?, ?> answer =
        (Map<?, ?>) Launcher.shared().run("startSite", Map.of("folder", folder.toString()));
    return new Page(URI.create((String) answer.get("url")));
  }

  /** Serves a page that Vite renders on a server. */
  public static Page render(Path folder) {
    Map<?, ?> answer =
        (Map<?, ?>)
            Launcher.shared().run("startRenderingSite", Map.of("folder", folder.toString()));
    return new Page(URI.create((String) answer.get("url")));
  }

  /** Builds an app's page with Vite for a server, and serves it. */
  public static Page build(App app, Server server) {
    Path folder = Project.MODULE.resolve("target/pages").resolve(app.folder().getFileName());
    String socket = server.origin().resolve("/ws").toString().replaceFirst("^http", "ws");
    Launcher.shared()
        .run(
            "buildPage",
            Map.of(
                "project", app.folder().toString(),
                "variables", Map.of("VITE_ZEROBACK_URL", socket),
                "folder", folder.toString()));
    return serve(folder);
  }
}
