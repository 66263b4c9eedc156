package dev.zeroback.conformance.session;

import static java.util.Comparator.comparing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.zeroback.conformance.Basics;
import dev.zeroback.conformance.harness.ClientSocket;
import dev.zeroback.conformance.harness.Frame;
import dev.zeroback.conformance.harness.Json;
import dev.zeroback.conformance.harness.Project;
import dev.zeroback.conformance.harness.ServerObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Replays the scripts; once as they are, and once with an eviction before every frame that is sent.
 */
class ScriptedSessionTest {
  private static final Path FOLDER =
      Project.MODULE.resolve("src/test/resources/dev/zeroback/conformance/session");

  static List<Script> scripts() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().map(Script::read).toList();
    }
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void everyFrame_isTheOneOfTheScript(Script script) {
    replay(script, Basics.newObject(), () -> {});
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void everyFrame_isTheOneOfTheScript_whenTheObjectIsEvictedBeforeEachFrame(Script script) {
    ServerObject object = Basics.newObject();
    replay(script, object, object::evict);
  }

  private static void replay(Script script, ServerObject object, Runnable beforeSending) {
    Placeholders placeholders = new Placeholders();
    Map<String, ClientSocket> clients = new LinkedHashMap<>();
    for (Script.Step step : script.steps()) {
      ClientSocket client = clients.computeIfAbsent(step.client(), name -> object.connect());
      if (step instanceof Script.Send send) {
        beforeSending.run();
        client.sendText(placeholders.fill(send.frame()));
      } else {
        Frame frame = client.next();
        if (!placeholders.matches(step.frame(), inOrderOfIds(frame))) {
          fail(
              "%s: expected %s< %s%nbut got %s", script.name(), step.client(), step.frame(), frame);
        }
      }
    }
    clients.forEach((name, client) -> assertThat(client.drain()).as("left for %s", name).isEmpty());
    clients.values().forEach(ClientSocket::close);
  }

  /**
   * The text of a frame; the items of a transition, which may come in any order, are sorted by id.
   */
  private static String inOrderOfIds(Frame frame) {
    if (!frame.type().equals("updates")) {
      return frame.text();
    }
    Map<String, Object> sorted = new LinkedHashMap<>(frame.members());
    sorted.put(
        "items", frame.items().stream().sorted(comparing(i -> (String) i.get("id"))).toList());
    return Json.write(sorted);
  }
}
