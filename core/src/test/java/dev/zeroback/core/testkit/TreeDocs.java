package dev.zeroback.core.testkit;

import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.Docs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes handles to trees; text is the same as the worker's, so that traces of both can be compared.
 */
public final class TreeDocs implements Docs {
  private int stringifiedLists;

  @Override
  public Doc parse(String json) {
    Object tree = JsonTree.parse(json);
    return tree == Absent.ABSENT ? null : TreeDoc.of(tree);
  }

  /** How many arrays have been serialised. */
  int stringifiedLists() {
    return stringifiedLists;
  }

  @Override
  public String stringify(Doc value) {
    if (value.kind() == Doc.ARRAY) {
      stringifiedLists++;
    }
    try {
      return JsonText.of(TreeDoc.tree(value));
    } catch (IllegalArgumentException foreign) {
      throw new NotJson(foreign.getMessage());
    }
  }

  @Override
  public String number(double value) {
    return NumberText.of(value);
  }

  @Override
  public Doc comparable(String json, Doc value) {
    return parse(json);
  }

  @Override
  public boolean surelyEqual(Doc a, Doc b) {
    return stringify(a).equals(stringify(b));
  }

  @Override
  public int commonStart(Doc a, Doc b) {
    int most = Math.min(a.size(), b.size());
    int count = 0;
    while (count < most && surelyEqual(a.at(count), b.at(count))) {
      count++;
    }
    return count;
  }

  @Override
  public int commonEnd(Doc a, Doc b, int from) {
    int most = Math.min(a.size(), b.size()) - from;
    int count = 0;
    while (count < most && surelyEqual(a.at(a.size() - count - 1), b.at(b.size() - count - 1))) {
      count++;
    }
    return count;
  }

  @Override
  public Doc spliced(Doc array, int from, int to, Doc elements) {
    ArrayBuilder spliced = array();
    for (int i = 0; i < from; i++) {
      spliced.add(array.at(i));
    }
    for (int i = 0; i < elements.size(); i++) {
      spliced.add(elements.at(i));
    }
    for (int i = to; i < array.size(); i++) {
      spliced.add(array.at(i));
    }
    return spliced.build();
  }

  @Override
  public Doc copy(Doc value) {
    return parse(JsonText.of(TreeDoc.tree(value)));
  }

  @Override
  @SuppressWarnings("unchecked") // what it is given are arrays
  public boolean replace(Doc documents, Doc document) {
    String id = document.field("_id").string();
    for (int i = 0; i < documents.size(); i++) {
      if (documents.at(i).field("_id").string().equals(id)) {
        ((List<Object>) TreeDoc.tree(documents)).set(i, TreeDoc.tree(document));
        return true;
      }
    }
    return false;
  }

  @Override
  @SuppressWarnings("unchecked") // what it is given are arrays
  public void putAt(Doc documents, int place, int removed, Doc document) {
    List<Object> list = (List<Object>) TreeDoc.tree(documents);
    list.subList(place, place + removed).clear();
    if (document.kind() != Doc.ABSENT) {
      list.add(place, TreeDoc.tree(document));
    }
  }

  @Override
  public Doc patched(Doc object, Doc members) {
    Map<String, Object> patched = new LinkedHashMap<>();
    for (Doc each : List.of(object, members)) {
      for (int i = 0; i < each.size(); i++) {
        patched.put(each.keyAt(i), TreeDoc.tree(each.field(each.keyAt(i))));
      }
    }
    patched.values().removeIf(value -> value == Absent.ABSENT);
    return TreeDoc.of(patched);
  }

  @Override
  public Doc absent() {
    return TreeDoc.of(Absent.ABSENT);
  }

  @Override
  public Doc nullValue() {
    return TreeDoc.of(null);
  }

  @Override
  public Doc of(String value) {
    return TreeDoc.of(value);
  }

  @Override
  public Doc of(double value) {
    return TreeDoc.of(value);
  }

  @Override
  public Doc of(boolean value) {
    return TreeDoc.of(value);
  }

  @Override
  public ArrayBuilder array() {
    return new TreeArray();
  }

  @Override
  public ObjectBuilder object() {
    return new TreeObject();
  }

  private static final class TreeArray implements ArrayBuilder {
    private final List<Object> elements = new ArrayList<>();

    @Override
    public void add(Doc element) {
      elements.add(TreeDoc.tree(element));
    }

    @Override
    public Doc build() {
      return TreeDoc.of(elements);
    }
  }

  private static final class TreeObject implements ObjectBuilder {
    private final Map<String, Object> members = new LinkedHashMap<>();

    @Override
    public void set(String key, Doc value) {
      members.put(key, TreeDoc.tree(value));
    }

    @Override
    public Doc build() {
      return TreeDoc.of(members);
    }
  }
}
