package dev.zeroback.core.schema;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.Doc;
import dev.zeroback.core.validator.ObjectValidator;
import dev.zeroback.core.value.FieldPath;
import java.util.HashSet;

/** Reads a table's declaration and refuses what SQL, ids or queries could not carry. */
final class TableDecoder {
  private static final int MAX_NAME = 64;

  private final String table;
  private final ObjectValidator fields;
  private final HashSet<String> names = new HashSet<>();

  private TableDecoder(String table, ObjectValidator fields) {
    this.table = table;
    this.fields = fields;
  }

  static Table decode(String name, int ordinal, Doc declaration) {
    if (!isName(name)) {
      throw refused(
          "Table name \""
              + name
              + "\" cannot be used: begin with a letter and use letters, digits and _, at most "
              + MAX_NAME
              + " characters.");
    }
    ObjectValidator fields = ObjectValidator.ofFields(declaration.field("fields"));
    TableDecoder decoder = new TableDecoder(name, fields);
    decoder.checkFieldNames();
    return new Table(
        name,
        ordinal,
        fields,
        decoder.indexes(declaration.field("indexes")),
        decoder.searchIndexes(declaration.field("searchIndexes")));
  }

  private void checkFieldNames() {
    for (String field : fields.names()) {
      if (field.isEmpty() || field.startsWith("_") || field.startsWith("$")) {
        throw refused(
            "Field \""
                + field
                + "\" of table \""
                + table
                + "\" cannot be used: names that are empty or begin with _ or $ are reserved.");
      }
    }
  }

  private Index[] indexes(Doc declared) {
    Index[] indexes = new Index[declared.kind() == Doc.ARRAY ? declared.size() : 0];
    for (int i = 0; i < indexes.length; i++) {
      Doc index = declared.at(i);
      String name = claimName(index.field("name").string());
      Doc listed = index.field("fields");
      if (listed.size() == 0) {
        throw refused(
            "Index \"" + name + "\" on table \"" + table + "\" names no field; name at least one.");
      }
      FieldPath[] paths = new FieldPath[listed.size()];
      HashSet<String> seen = new HashSet<>();
      for (int j = 0; j < paths.length; j++) {
        paths[j] = field(name, listed.at(j).string());
        if (!seen.add(paths[j].text())) {
          throw refused(
              "Index \""
                  + name
                  + "\" on table \""
                  + table
                  + "\" names field \""
                  + paths[j].text()
                  + "\" twice.");
        }
      }
      Doc unique = index.field("unique");
      indexes[i] = new Index(table, name, i, paths, unique.kind() == Doc.BOOLEAN && unique.bool());
    }
    return indexes;
  }

  private SearchIndex[] searchIndexes(Doc declared) {
    SearchIndex[] indexes = new SearchIndex[declared.kind() == Doc.ARRAY ? declared.size() : 0];
    for (int i = 0; i < indexes.length; i++) {
      Doc index = declared.at(i);
      String name = claimName(index.field("name").string());
      Doc listed = index.field("filterFields");
      FieldPath[] filterFields = new FieldPath[listed.kind() == Doc.ARRAY ? listed.size() : 0];
      for (int j = 0; j < filterFields.length; j++) {
        filterFields[j] = field(name, listed.at(j).string());
      }
      indexes[i] =
          new SearchIndex(
              name,
              field(name, index.field("searchField").string()),
              filterFields,
              tokenizer(name, index));
    }
    return indexes;
  }

  private String tokenizer(String name, Doc index) {
    Doc tokenize = index.field("tokenize");
    String tokenizer = tokenize.kind() == Doc.STRING ? tokenize.string() : "unicode61";
    if (!tokenizer.equals("unicode61")
        && !tokenizer.equals("porter")
        && !tokenizer.equals("trigram")) {
      throw refused(
          "Search index \""
              + name
              + "\" on table \""
              + table
              + "\" has tokenizer \""
              + tokenizer
              + "\"; use unicode61, porter or trigram.");
    }
    return tokenizer;
  }

  private String claimName(String name) {
    if (!isName(name) || name.equals("by_id") || name.equals("by_creation_time")) {
      throw refused(
          "Index name \""
              + name
              + "\" on table \""
              + table
              + "\" cannot be used: begin with a letter, use letters, digits and _, and neither by_id nor by_creation_time, which exist.");
    }
    if (!names.add(name.toLowerCase())) {
      throw refused(
          "Table \""
              + table
              + "\" declares index \""
              + name
              + "\" twice; rename one (upper and lower case count as equal).");
    }
    return name;
  }

  private FieldPath field(String index, String text) {
    FieldPath path = FieldPath.parse(text);
    String first = path.segments()[0];
    if (fields.field(first) == null) {
      throw refused(
          "Index \""
              + index
              + "\" on table \""
              + table
              + "\" names field \""
              + text
              + "\", which the table does not declare. Declared fields: "
              + String.join(", ", fields.names())
              + ".");
    }
    return path;
  }

  private static boolean isName(String name) {
    if (name.isEmpty() || name.length() > MAX_NAME) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char unit = name.charAt(i);
      boolean letter = unit >= 'a' && unit <= 'z' || unit >= 'A' && unit <= 'Z';
      if (!(letter || i > 0 && (unit == '_' || unit >= '0' && unit <= '9'))) {
        return false;
      }
    }
    return true;
  }

  private static ZerobackException refused(String message) {
    return new ZerobackException(ErrorCode.BAD_REQUEST, message);
  }
}
