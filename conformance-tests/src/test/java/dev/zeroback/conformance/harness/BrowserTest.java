package dev.zeroback.conformance.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The browser part of the harness, on a page without a server. */
class BrowserTest {
  @TempDir Path folder;

  @Test
  void tabs_areVisitorsOfTheirOwnAndShareAPicture() throws IOException {
    Files.writeString(
        folder.resolve("index.html"),
        """
        <!doctype html>
        <input id="name"><button id="keep">Keep</button><p id="kept"></p>
        <script>
          const show = () => { document.querySelector("#kept").textContent = localStorage.name ?? "" }
          document.querySelector("#keep").onclick = () => {
            localStorage.name = document.querySelector("#name").value
            show()
          }
          show()
        </script>
        """);
    Page page = Page.serve(folder);
    try (Tab first = Tab.open(page.address(), "#kept");
        Tab second = Tab.open(page.address(), "#kept")) {
      first.fill("#name", "Ada");
      first.click("#keep");
      first.waitFor("document.querySelector('#kept').textContent === 'Ada'");
      first.reload();
      assertThat(first.firstSeenMillis()).isBetween(0.0, 10_000.0);
      assertThat(first.evaluate("document.querySelector('#kept').textContent")).isEqualTo("Ada");
      assertThat(second.evaluate("document.querySelector('#kept').textContent")).isEqualTo("");
      Path picture = folder.resolve("tabs.png");
      Tab.screenshot(picture, first, second);
      assertThat(picture).isNotEmptyFile();
    }
  }
}
