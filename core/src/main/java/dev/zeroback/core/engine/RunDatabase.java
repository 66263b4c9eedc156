package dev.zeroback.core.engine;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.function.Run;
import dev.zeroback.core.port.Doc;
import dev.zeroback.core.schema.Schema;
import dev.zeroback.core.schema.Table;
import dev.zeroback.core.validator.Descriptions;
import dev.zeroback.core.value.DocumentId;

/**
 * What {@code ctx.db} and {@code ctx.auth} of one run offer. Arguments come from user code and may
 * be anything.
 */
public final class RunDatabase {
  private final Run run;
  private final Schema schema;

  RunDatabase(Run run, Schema schema) {
    this.run = run;
    this.schema = schema;
  }

  /** The document, or null. */
  public Doc get(Doc id) {
    return run.reading().get(idOf(id));
  }

  /** The document of that table, or null. */
  public Doc get(Doc table, Doc id) {
    return run.reading().get(idIn(tableOf(table), id));
  }

  /**
   * Runs the query that {@code description} describes; see "A query as data" in
   * docs/architecture.md.
   */
  public Doc query(Doc description) {
    return run.reading().query(description);
  }

  /** Inserts a document and returns its id. */
  public String insert(Doc table, Doc fields) {
    return run.writing().insert(tableOf(table), fields);
  }

  public void patch(Doc id, Doc fields) {
    run.writing().patch(idOf(id), fields);
  }

  public void replace(Doc id, Doc fields) {
    run.writing().replace(idOf(id), fields);
  }

  public void delete(Doc id) {
    run.writing().delete(idOf(id));
  }

  /** The claims of the caller, or null. The run's result depends on them from now on. */
  public Doc identity() {
    return run.claims();
  }

  private Table tableOf(Doc name) {
    Table table = name.kind() == Doc.STRING ? schema.userTable(name.string()) : null;
    if (table == null) {
      throw new ZerobackException(
          ErrorCode.BAD_REQUEST,
          name.kind() == Doc.STRING
              ? "There is no table \""
                  + name.string()
                  + "\" in the schema; check the spelling, or add it to schema.ts."
              : "A table is named by a string.");
    }
    return table;
  }

  private DocumentId idIn(Table table, Doc text) {
    DocumentId id = idOf(text);
    if (!id.table().equals(table.name())) {
      throw new ZerobackException(
          ErrorCode.BAD_REQUEST,
          "Id "
              + id.text()
              + " is of table \""
              + id.table()
              + "\", not of \""
              + table.name()
              + "\".");
    }
    return id;
  }

  private static DocumentId idOf(Doc text) {
    return DocumentId.given(text.kind() == Doc.STRING ? text.string() : Descriptions.of(text));
  }
}
