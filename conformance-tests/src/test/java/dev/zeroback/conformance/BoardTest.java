package dev.zeroback.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.conformance.harness.App;
import dev.zeroback.conformance.harness.ClientSocket;
import dev.zeroback.conformance.harness.Endpoint;
import dev.zeroback.conformance.harness.Server;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The functions of the board example, as a client calls them. */
class BoardTest {
  private final Server server = Server.production(App.BOARD);
  private final Endpoint board = Endpoint.at(server.origin());
  private final ClientSocket socket = board.connect();

  @AfterEach
  void stop() {
    socket.close();
    server.close();
  }

  @Test
  void pictureSetAgain_stays() {
    Object card = socket.mutate("cards:create", Map.of("column", "todo", "title", "Paint"));
    String picture = upload();
    for (int i = 0; i < 2; i++) {
      socket.mutate("cards:setPicture", Map.of("id", card, "storageId", picture));
    }
    assertThat(pictureStatus()).isEqualTo(200);
  }

  @Test
  void pictureInPlaceOfAnother_isTheOneThatStays() {
    Object card = socket.mutate("cards:create", Map.of("column", "todo", "title", "Paint"));
    String first = upload();
    socket.mutate("cards:setPicture", Map.of("id", card, "storageId", first));
    socket.mutate("cards:setPicture", Map.of("id", card, "storageId", upload()));
    assertThat(pictureStatus()).isEqualTo(200);
    assertThat(board.get("/storage/" + first).status()).isEqualTo(404);
  }

  private String upload() {
    URI address = URI.create((String) socket.mutate("cards:pictureUploadUrl", Map.of()));
    return (String)
        board
            .send(
                board
                    .request(address.getPath() + '?' + address.getQuery())
                    .header("Content-Type", "image/png")
                    .PUT(BodyPublishers.ofString("no picture, but called one")))
            .json()
            .get("storageId");
  }

  /** What the address of the only card's picture answers. */
  private int pictureStatus() {
    Map<?, ?> page =
        (Map<?, ?>) socket.subscribe("q", "cards:list", Map.of("column", "todo", "numItems", 1));
    Map<?, ?> card = (Map<?, ?>) ((List<?>) page.get("page")).get(0);
    assertThat(card.get("pictureUrl")).as("the picture of %s", card).isNotNull();
    return board.get(URI.create((String) card.get("pictureUrl")).getPath()).status();
  }
}
