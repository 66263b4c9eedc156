package dev.zeroback.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PathsTest {
  @Test
  void resolveFollowsDotsAndKeepsAbsolutePaths() {
    assertThat(Paths.resolve("/a/b", "c")).isEqualTo("/a/b/c");
    assertThat(Paths.resolve("/a/b", "./c//d/")).isEqualTo("/a/b/c/d");
    assertThat(Paths.resolve("/a/b", "../c")).isEqualTo("/a/c");
    assertThat(Paths.resolve("/a/b", "../../../c")).isEqualTo("/c");
    assertThat(Paths.resolve("/a/b", "/c")).isEqualTo("/c");
    assertThat(Paths.resolve("C:\\a", "b\\c")).isEqualTo("C:/a/b/c");
  }

  @Test
  void relativeLeadsBack() {
    assertThat(Paths.relative("/a/b", "/a/b/c")).isEqualTo("c");
    assertThat(Paths.relative("/a/b", "/a/c/d")).isEqualTo("../c/d");
    assertThat(Paths.relative("/a/b", "/a/b")).isEqualTo(".");
  }
}
