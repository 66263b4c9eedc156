package dev.zeroback.cli.command;

import dev.zeroback.cli.platform.Host;
import dev.zeroback.cli.platform.Json;
import dev.zeroback.cli.platform.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the Wrangler to run: the project's own, else the one that was installed with the CLI. */
final class Wrangler {
  /**
   * Wrangler neither reports its use nor asks the network what the local simulation does not need.
   */
  static final Map<String, String> ENVIRONMENT =
      Map.of(
          "WRANGLER_SEND_METRICS", "false",
          "CLOUDFLARE_CF_FETCH_ENABLED", "false",
          "NO_UPDATE_NOTIFIER", "1",
          "FORCE_COLOR", "0");

  /** Where the local database lies, below the project's folder. */
  static final String STATE = ".wrangler/state";

  private static final String NAME = "wrangler";
  private static final String SCRIPT = "/bin/wrangler.js";

  /** The last version that the oldest Node we support can run. */
  private static final String OLDEST = "4.86.0";

  private Wrangler() {}

  /** Returns the path of the script to run with Node. */
  static Optional<String> find(Session session, String projectDirectory) {
    Host host = session.host();
    String own = host.installDirectory();
    return NodeModules.find(session, projectDirectory, NAME + SCRIPT)
        .or(() -> NodeModules.find(session, own, NAME + SCRIPT))
        .or(() -> host.packageFolder(NAME, projectDirectory).map(folder -> folder + SCRIPT))
        .or(() -> host.packageFolder(NAME, own).map(folder -> folder + SCRIPT));
  }

  /**
   * Says that Wrangler needs a newer Node than this one, if it does: not every package manager
   * looks at that.
   */
  static Optional<String> refusal(Session session, String script, PackageManager packages) {
    String node = session.host().nodeVersion();
    return neededNode(session, script)
        .filter(needed -> isBefore(node, needed))
        .map(
            needed ->
                "Wrangler needs Node "
                    + needed
                    + " or newer, and this is Node "
                    + node
                    + ". Use a newer Node, or a Wrangler that runs on this one: "
                    + packages.adder()
                    + " -D wrangler@"
                    + OLDEST);
  }

  /** Returns the oldest Node that a Wrangler runs on, as it says itself. */
  private static Optional<String> neededNode(Session session, String script) {
    Json json = session.host().json();
    return session
        .files()
        .readText(Paths.parent(Paths.parent(script)) + "/package.json")
        .flatMap(manifest -> json.member(manifest, "engines"))
        .flatMap(engines -> json.text(engines, "node"))
        .map(range -> range.replace(">=", "").trim())
        .filter(version -> version.chars().allMatch(c -> c == '.' || c >= '0' && c <= '9'));
  }

  private static boolean isBefore(String version, String other) {
    List<Integer> numbers = numbers(version);
    List<Integer> others = numbers(other);
    for (int i = 0; i < Math.min(numbers.size(), others.size()); i++) {
      int order = Integer.compare(numbers.get(i), others.get(i));
      if (order != 0) {
        return order < 0;
      }
    }
    return false;
  }

  /** Returns 20, 19 and 0 for {@code 20.19.0} and for a preview such as {@code 20.19.0-rc.1}. */
  private static List<Integer> numbers(String version) {
    List<Integer> numbers = new ArrayList<>(List.of(0));
    for (int i = 0; i < version.length() && version.charAt(i) != '-'; i++) {
      char c = version.charAt(i);
      int last = numbers.size() - 1;
      if (c == '.') {
        numbers.add(0);
      } else {
        numbers.set(last, 10 * numbers.get(last) + Character.digit(c, 10));
      }
    }
    return numbers;
  }
}
