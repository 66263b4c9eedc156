package dev.zeroback.core.schema;

import dev.zeroback.core.validator.ObjectValidator;
import dev.zeroback.core.validator.Validator;
import dev.zeroback.core.value.FieldPath;
import java.util.ArrayList;
import java.util.List;

/**
 * What a deployment changes about one stored table.
 *
 * @param table as it is declared now
 * @param droppedIndexes stored indexes that are gone or that changed
 * @param builtIndexes declared indexes that are new or that changed
 * @param droppedSearchIndexes likewise
 * @param builtSearchIndexes likewise
 * @param narrowedFields names of declared fields that a stored document may violate
 */
public record TableDiff(
    Table table,
    List<Index> droppedIndexes,
    List<Index> builtIndexes,
    List<SearchIndex> droppedSearchIndexes,
    List<SearchIndex> builtSearchIndexes,
    List<String> narrowedFields) {

  static TableDiff between(Table stored, Table declared) {
    return new TableDiff(
        declared,
        indexesOnlyIn(stored, declared),
        indexesOnlyIn(declared, stored),
        searchIndexesOnlyIn(stored, declared),
        searchIndexesOnlyIn(declared, stored),
        narrowed(stored.fields(), declared.fields()));
  }

  boolean isEmpty() {
    return droppedIndexes.isEmpty()
        && builtIndexes.isEmpty()
        && droppedSearchIndexes.isEmpty()
        && builtSearchIndexes.isEmpty()
        && narrowedFields.isEmpty();
  }

  private static List<Index> indexesOnlyIn(Table table, Table other) {
    ArrayList<Index> found = new ArrayList<>();
    for (Index index : table.indexes()) {
      Index same = other.index(index.name());
      if (same == null
          || same.unique() != index.unique()
          || !samePaths(same.fields(), index.fields())) {
        found.add(index);
      }
    }
    return found;
  }

  private static List<SearchIndex> searchIndexesOnlyIn(Table table, Table other) {
    ArrayList<SearchIndex> found = new ArrayList<>();
    for (SearchIndex index : table.searchIndexes()) {
      SearchIndex same = other.searchIndexOn(index.searchField().text());
      if (same == null
          || !same.name().equals(index.name())
          || !same.tokenizer().equals(index.tokenizer())
          || !samePaths(same.filterFields(), index.filterFields())) {
        found.add(index);
      }
    }
    return found;
  }

  private static boolean samePaths(FieldPath[] paths, FieldPath[] others) {
    if (paths.length != others.length) {
      return false;
    }
    for (int i = 0; i < paths.length; i++) {
      if (!paths[i].text().equals(others[i].text())) {
        return false;
      }
    }
    return true;
  }

  private static List<String> narrowed(ObjectValidator stored, ObjectValidator declared) {
    ArrayList<String> narrowed = new ArrayList<>();
    for (String name : declared.names()) {
      Validator before = stored.field(name);
      Validator after = declared.field(name);
      boolean fits = before == null ? after.isOptional() : after.includesAll(before);
      if (!fits) {
        narrowed.add(name);
      }
    }
    return narrowed;
  }
}
