package dev.zeroback.core.subscription;

import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.Docs;

/** The member of an object that is an array of documents, and what the object says beside it. */
final class ListMember {
  /** The text of the array in {@link #rest}. */
  private static final String EMPTY = "[]";

  final String name;

  /** The object's JSON text with the array empty. */
  final String rest;

  /** Where in {@link #rest} the array is. */
  private final int start;

  private ListMember(String name, String rest, int start) {
    this.name = name;
    this.rest = rest;
    this.start = start;
  }

  /**
   * The longest array of documents in {@code object}, or the one that was it before.
   *
   * @param former {@code null} if there was none
   * @return {@code null} if there is none
   */
  static String nameIn(Doc object, ListMember former, Docs docs) {
    if (former != null && size(object.field(former.name), docs) > 0) {
      return former.name;
    }
    String longest = null;
    int most = 0;
    for (int i = 0; i < object.size(); i++) {
      int size = size(object.field(object.keyAt(i)), docs);
      if (size > most) {
        most = size;
        longest = object.keyAt(i);
      }
    }
    return longest;
  }

  /** Elements of an array that begins with a document; 0 for anything else. */
  static int size(Doc value, Docs docs) {
    boolean isList = value.kind() == Doc.ARRAY && value.size() > 0;
    return isList && idOf(value.at(0), docs).kind() == Doc.STRING ? value.size() : 0;
  }

  /** The {@code _id} of a document; a handle of another kind where there is none. */
  static Doc idOf(Doc document, Docs docs) {
    return document.kind() == Doc.OBJECT ? document.field("_id") : docs.absent();
  }

  /**
   * @throws Docs.NotJson when one of the other members cannot be sent
   */
  static ListMember of(Doc object, String name, Docs docs) {
    Docs.ObjectBuilder members = docs.object();
    int start = 0;
    for (int i = 0; i < object.size(); i++) {
      String key = object.keyAt(i);
      boolean isList = key.equals(name);
      members.set(key, isList ? docs.array().build() : object.field(key));
      if (isList) {
        start = docs.stringify(members.build()).length() - EMPTY.length() - 1;
      }
    }
    return new ListMember(name, docs.stringify(members.build()), start);
  }

  /** The whole object with that text for the array. */
  String around(String array) {
    return rest.substring(0, start).concat(array).concat(rest.substring(start + EMPTY.length()));
  }

  /** Characters of the object beside the array. */
  int chars() {
    return rest.length() - EMPTY.length();
  }
}
