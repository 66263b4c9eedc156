package dev.zeroback.conformance.harness;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** A folder of static pages, served until the tests end. */
public record Site(URI origin) {

  public static Site serve(Path folder) {
    Map<?, ?> answer =
        (Map<?, ?>) Launcher.shared().run("startSite", Map.of("folder", folder.toString()));
    return new Site(URI.create((String) answer.get("url")));
  }
}
