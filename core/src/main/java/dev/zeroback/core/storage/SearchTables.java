package dev.zeroback.core.storage;

import dev.zeroback.core.port.SqlStorage;
import dev.zeroback.core.schema.SearchIndex;
import dev.zeroback.core.schema.Table;

/**
 * The FTS5 table of each search index. Its content lies in the documents; triggers keep it in step,
 * and write nothing when a write leaves the searched text as it was.
 *
 * @see <a href="https://www.sqlite.org/fts5.html#external_content_tables">External content</a>
 */
public final class SearchTables {
  private final SqlStorage sql;

  SearchTables(SqlStorage sql) {
    this.sql = sql;
  }

  /** An SQL expression: the text that is searched, NULL where the field holds no text. */
  public static String text(String document, SearchIndex index) {
    String arguments = "(" + document + ", '" + JsonPath.of(index.searchField()) + "')";
    return "CASE json_type" + arguments + " WHEN 'text' THEN json_extract" + arguments + " END";
  }

  /**
   * Drops the FTS5 tables of search indexes that are no longer declared as they were, and builds
   * those that are new.
   *
   * @param stored {@code null} if the table is new
   */
  void change(Table stored, Table declared) {
    if (stored != null) {
      for (SearchIndex index : stored.searchIndexes()) {
        if (!isBuilt(index, declared)) {
          drop(index.sqlName());
        }
      }
    }
    for (SearchIndex index : declared.searchIndexes()) {
      if (stored == null || !isBuilt(index, stored)) {
        build(declared, index);
      }
    }
  }

  private static boolean isBuilt(SearchIndex index, Table table) {
    SearchIndex same = table.searchIndexOn(index.searchField().text());
    return same != null
        && same.name().equals(index.name())
        && same.tokenizer().equals(index.tokenizer());
  }

  private void drop(String name) {
    for (String event : new String[] {".insert", ".update", ".delete"}) {
      run("DROP TRIGGER IF EXISTS " + SqlNames.quote(name + event));
    }
    run("DROP TABLE IF EXISTS " + SqlNames.quote(name));
    run("DROP VIEW IF EXISTS " + SqlNames.quote(name + ".view"));
  }

  private void build(Table table, SearchIndex index) {
    String name = index.sqlName();
    String fts = SqlNames.quote(name);
    String rows = SqlNames.quote(table.sqlName());
    String before = text("old.doc", index);
    String after = text("new.doc", index);
    String remove = "INSERT INTO " + fts + " (" + fts + ", rowid, text) SELECT 'delete', old.rid, ";
    String add = "INSERT INTO " + fts + " (rowid, text) SELECT new.rid, ";
    run(
        "CREATE VIEW "
            + SqlNames.quote(name + ".view")
            + " AS SELECT rid, "
            + text("doc", index)
            + " AS text FROM "
            + rows
            + " WHERE text IS NOT NULL");
    run(
        "CREATE VIRTUAL TABLE "
            + fts
            + " USING fts5(text, content='"
            + name
            + ".view', content_rowid='rid', tokenize='"
            + tokenizer(index)
            + "')");
    run("INSERT INTO " + fts + " (" + fts + ") VALUES ('rebuild')");
    trigger(name, rows, "insert", after + " IS NOT NULL", add + after);
    trigger(name, rows, "delete", before + " IS NOT NULL", remove + before);
    trigger(
        name,
        rows,
        "update",
        before + " IS NOT " + after,
        remove
            + before
            + " WHERE "
            + before
            + " IS NOT NULL; "
            + add
            + after
            + " WHERE "
            + after
            + " IS NOT NULL");
  }

  private void trigger(String name, String rows, String event, String condition, String body) {
    run(
        "CREATE TRIGGER "
            + SqlNames.quote(name + "." + event)
            + " AFTER "
            + (event.equals("update") ? "update OF doc" : event)
            + " ON "
            + rows
            + " WHEN "
            + condition
            + " BEGIN "
            + body
            + "; END");
  }

  private static String tokenizer(SearchIndex index) {
    switch (index.tokenizer()) {
      case "trigram":
        return "trigram";
      case "porter":
        return "porter unicode61 remove_diacritics 2";
      default:
        return "unicode61 remove_diacritics 2";
    }
  }

  private void run(String statement) {
    sql.prepare(statement).run();
  }
}
