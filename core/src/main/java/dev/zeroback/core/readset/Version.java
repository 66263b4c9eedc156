package dev.zeroback.core.readset;

import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.Docs;

/**
 * One version of a document: the stored JSON text, its row id and its sort key in every index.
 *
 * <p>User code never gets the handle of {@link #document()}: it may change what it is given, so
 * reads parse the text anew for it.
 */
public final class Version {
  private static final String ID = "{\"_id\":\"";

  public final double rid;

  /** JSON text beginning with {@code _id} and {@code _creationTime}. */
  public final String text;

  private final String[] keys;
  private final Docs docs;
  private Doc document;

  /**
   * @param keys sort keys by index ordinal of the table; not copied
   */
  public Version(double rid, String text, String[] keys, Docs docs) {
    this(rid, text, keys, docs, null);
  }

  /**
   * @param document what {@code text} says, if it is known and nobody else can change it; else
   *     {@code null}
   */
  public Version(double rid, String text, String[] keys, Docs docs, Doc document) {
    this.rid = rid;
    this.text = text;
    this.keys = keys;
    this.docs = docs;
    this.document = document;
  }

  /** The sort key in index {@code index}; the row id index (ordinal -1) orders by row id alone. */
  public String key(int index) {
    return index < 0 ? "" : keys[index];
  }

  /** The engine's own parsed copy. */
  public Doc document() {
    if (document == null) {
      document = docs.parse(text);
    }
    return document;
  }

  /**
   * The document's {@code _id}. It is nearly always the first field, and ids need no escapes, so
   * the text tells without being parsed; only fields with numbers for names come before it in
   * JavaScript.
   */
  public String id() {
    return text.startsWith(ID)
        ? text.substring(ID.length(), text.indexOf('"', ID.length()))
        : document().field("_id").string();
  }

  /** Whether this is the document with that {@code _id}. */
  public boolean hasId(String id) {
    return id().equals(id);
  }
}
