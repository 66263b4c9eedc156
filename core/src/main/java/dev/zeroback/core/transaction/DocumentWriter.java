package dev.zeroback.core.transaction;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.Docs;
import dev.zeroback.core.readset.Version;
import dev.zeroback.core.schema.Index;
import dev.zeroback.core.schema.SystemTables;
import dev.zeroback.core.schema.Table;
import dev.zeroback.core.value.DocumentId;
import dev.zeroback.core.value.Keys;

/**
 * Makes document versions from what user code writes: checked, complete with system fields, with
 * their sort keys.
 */
final class DocumentWriter {
  /** Largest stored document, in UTF-8 bytes of its JSON text. */
  static final int MAX_DOCUMENT_BYTES = 1 << 20;

  /**
   * Largest sum of a document's sort keys, in UTF-8 bytes: a row of SQLite may have 2 MB in all.
   */
  static final int MAX_KEY_BYTES = 1 << 19;

  private final Docs docs;
  private final Keys keys;

  DocumentWriter(Docs docs, Keys keys) {
    this.docs = docs;
    this.keys = keys;
  }

  /** The version of a document whose fields are exactly {@code fields}. */
  Version whole(Table table, DocumentId id, Doc fields) {
    table.fields().check(fields, table.name());
    String body = docs.stringify(fields);
    String head = "{\"_id\":\"" + id.text() + "\",\"_creationTime\":";
    String time = docs.number(id.creationTimeMillis());
    String text =
        head.concat(time).concat(body.length() == 2 ? "}" : ",".concat(body.substring(1)));
    checkSize(id, text);
    return version(table, id, text, fields, null);
  }

  /**
   * The version that {@code current} becomes when {@code fields} are set; an absent one is removed.
   *
   * <p>A document of a system table is not refused for its size: a job whose arguments just fit has
   * to end all the same, and what the system sets is short.
   */
  Version patched(Table table, DocumentId id, Version current, Doc fields) {
    table.fields().checkPartial(fields, table.name());
    Doc document = docs.patched(current.document(), fields);
    String text = docs.stringify(document);
    if (!SystemTables.has(table.name())) {
      checkSize(id, text);
    }
    return version(table, id, text, document, mayChange(fields) ? null : document);
  }

  /** Whether user code still holds a part of {@code fields} that it can change. */
  private static boolean mayChange(Doc fields) {
    for (int i = 0; i < fields.size(); i++) {
      switch (fields.field(fields.keyAt(i)).kind()) {
        case Doc.STRING:
        case Doc.NUMBER:
        case Doc.BOOLEAN:
        case Doc.NULL:
        case Doc.INT64:
          break;
        default:
          return true;
      }
    }
    return false;
  }

  /**
   * @param fields what the sort keys are made of
   * @param document what {@code text} says, if nobody else can change it
   */
  private Version version(Table table, DocumentId id, String text, Doc fields, Doc document) {
    Index[] indexes = table.indexes();
    String[] sortKeys = new String[indexes.length];
    int units = 0;
    for (int i = 0; i < indexes.length; i++) {
      sortKeys[i] = indexes[i].key(keys, fields);
      units += sortKeys[i].length();
    }
    if (units > MAX_KEY_BYTES / 3) {
      refuseLargeKeys(table, id, sortKeys);
    }
    return new Version(id.rid(), text, sortKeys, docs, document);
  }

  private static void checkSize(DocumentId id, String text) {
    if (text.length() > MAX_DOCUMENT_BYTES / 3 && utf8Length(text) > MAX_DOCUMENT_BYTES) {
      throw new ZerobackException(
          ErrorCode.TOO_LARGE,
          "Document "
              + id.text()
              + " is larger than 1 MiB. Split it, or keep large content in file storage.");
    }
  }

  private static void refuseLargeKeys(Table table, DocumentId id, String[] sortKeys) {
    int bytes = 0;
    for (String key : sortKeys) {
      bytes += utf8Length(key);
    }
    if (bytes > MAX_KEY_BYTES) {
      throw new ZerobackException(
          ErrorCode.TOO_LARGE,
          "The indexed fields of document "
              + id.text()
              + " are larger than 512 KiB. Shorten them, or index shorter fields of table \""
              + table.name()
              + "\".");
    }
  }

  /** Length in UTF-8; the two halves of a surrogate pair count two bytes each. */
  private static int utf8Length(String text) {
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      bytes += unit < 0x80 ? 1 : unit < 0x800 || Character.isSurrogate(unit) ? 2 : 3;
    }
    return bytes;
  }
}
