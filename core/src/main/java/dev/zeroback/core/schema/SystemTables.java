package dev.zeroback.core.schema;

import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.Docs;

/**
 * The engine's own tables of documents. They are stored, read and written as the app's are, with
 * the same read and write sets, but {@code ctx.db} does not show them.
 */
public final class SystemTables {
  /** Jobs: see {@code dev.zeroback.core.scheduler.Jobs}. */
  public static final String JOBS = "_jobs";

  private SystemTables() {}

  private static String descriptions() {
    return "{\"_jobs\":{\"fields\":{\"name\":{\"type\":\"string\"},\"args\":{\"type\":\"any\"},"
        + "\"state\":{\"type\":\"string\"},\"scheduledTime\":{\"type\":\"number\"},"
        + optional("at", "number")
        + optional("startedTime", "number")
        + optional("completedTime", "number")
        + optional("error", "string")
        + optional("cron", "string")
        + "\"skipped\":{\"type\":\"number\"}},"
        + "\"indexes\":[{\"name\":\"at\",\"fields\":[\"at\"]}],\"searchIndexes\":[]}}";
  }

  private static String optional(String field, String type) {
    return "\"" + field + "\":{\"type\":\"optional\",\"inner\":{\"type\":\"" + type + "\"}},";
  }

  /** Whether a name is one of theirs. */
  public static boolean has(String name) {
    return name.equals(JOBS);
  }

  /**
   * The app's schema and these tables, as a description for {@link Schema#decode}.
   *
   * @throws ZerobackException when the app declares a table of such a name
   */
  public static Doc addTo(Doc description, Docs docs) {
    Doc declared = description.field("tables");
    Docs.ObjectBuilder tables = docs.object();
    if (declared.kind() != Doc.OBJECT) {
      return description;
    }
    for (int i = 0; i < declared.size(); i++) {
      String name = declared.keyAt(i);
      if (has(name)) {
        throw TableDecoder.refusedName(name);
      }
      tables.set(name, declared.field(name));
    }
    Doc own = docs.parse(descriptions());
    for (int i = 0; i < own.size(); i++) {
      tables.set(own.keyAt(i), own.field(own.keyAt(i)));
    }
    Docs.ObjectBuilder whole = docs.object();
    whole.set("tables", tables.build());
    return whole.build();
  }
}
