package dev.zeroback.cli.platform;

import java.util.Optional;

/** JSON as the platform reads and writes it. */
public interface Json {
  /**
   * Returns {@code text} in one line when it is a JSON object; nothing when it is anything else.
   */
  Optional<String> object(String text);

  /** Returns a member of a JSON object as indented JSON; nothing when it is missing. */
  Optional<String> member(String object, String name);

  /**
   * Returns a member of a JSON object that is a text; nothing when it is missing or something else.
   */
  Optional<String> text(String object, String name);
}
