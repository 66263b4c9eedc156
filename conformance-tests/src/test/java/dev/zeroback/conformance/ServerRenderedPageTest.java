package dev.zeroback.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.conformance.harness.ClientSocket;
import dev.zeroback.conformance.harness.Page;
import dev.zeroback.conformance.harness.Project;
import dev.zeroback.conformance.harness.ServerObject;
import dev.zeroback.conformance.harness.Tab;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

/** A React page that a Vite server renders. A socket opened while it is rendered fails the page. */
class ServerRenderedPageTest {
  private static final Page SITE = Page.render(Project.MODULE.resolve("fixtures/ssr"));
  private static final String TEXTS =
      "[...document.querySelectorAll('li')].map(e => e.innerText).join()";

  @Test
  void page_comesWithItsDataAndIsLiveAfterHydration() throws IOException {
    ServerObject object = Basics.newObject();
    try (ClientSocket socket = object.connect()) {
      String project = Basics.newProject(socket, "Home");
      Basics.newTask(socket, project, "milk </script><b>");
      URI address =
          URI.create(
              SITE.address() + "/?backend=" + object.socketAddress() + "&project=" + project);

      Document html = Jsoup.connect(address.toString()).get();
      assertThat(html.select("#root li").eachText()).containsExactly("milk </script><b>");

      try (Tab tab = Tab.open(address, "li")) {
        tab.waitFor("window.rendered?.length > 0");
        assertThat(tab.evaluate("window.rendered[0]")).isEqualTo(List.of("milk </script><b>"));
        Basics.newTask(socket, project, "bread");
        tab.waitFor(TEXTS + " === 'milk </script><b>,bread'");
        assertThat(tab.evaluate("window.mismatches")).isEqualTo(List.of());
        assertThat(tab.evaluate("window.rendered.every(texts => texts.length > 0)"))
            .isEqualTo(true);
      }
    }
  }
}
