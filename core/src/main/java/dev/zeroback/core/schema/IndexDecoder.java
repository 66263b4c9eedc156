package dev.zeroback.core.schema;

import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.TextMap;
import dev.zeroback.core.validator.ObjectValidator;
import dev.zeroback.core.value.FieldPath;
import dev.zeroback.core.value.SystemFields;

/** Reads the indexes that a table declares. */
final class IndexDecoder {
  private final String table;
  private final ObjectValidator fields;
  private final TextMap<String> names = new TextMap<>();

  IndexDecoder(String table, ObjectValidator fields) {
    this.table = table;
    this.fields = fields;
  }

  Index[] indexes(Doc declared) {
    Index[] indexes = new Index[count(declared)];
    if (indexes.length > NamingRules.MAX_INDEXES) {
      throw TableDecoder.refused(
          "Table \""
              + table
              + "\" declares more than "
              + NamingRules.MAX_INDEXES
              + " indexes; remove some.");
    }
    for (int i = 0; i < indexes.length; i++) {
      Doc index = declared.at(i);
      String name = claimName(index.field("name"));
      FieldPath[] paths = fields(name, index.field("fields"));
      if (paths.length == 0) {
        throw refused(name, " names no field; name at least one.");
      }
      Doc unique = index.field("unique");
      indexes[i] = new Index(table, name, i, paths, unique.kind() == Doc.BOOLEAN && unique.bool());
    }
    return indexes;
  }

  SearchIndex[] searchIndexes(Doc declared) {
    SearchIndex[] indexes = new SearchIndex[count(declared)];
    TextMap<String> searched = new TextMap<>();
    for (int i = 0; i < indexes.length; i++) {
      Doc index = declared.at(i);
      String name = claimName(index.field("name"));
      FieldPath searchField = field(name, index.field("searchField"));
      if ((fields.kindsAt(searchField) & 1 << Doc.STRING) == 0) {
        throw refused(
            name,
            " searches field \""
                + searchField.text()
                + "\", which never holds text; name a v.string() field.");
      }
      if (!searched.putNew(searchField.text(), name)) {
        throw refused(
            name,
            " searches field \""
                + searchField.text()
                + "\", which another search index of the table searches; keep one of them.");
      }
      indexes[i] =
          new SearchIndex(
              table,
              name,
              searchField,
              fields(name, index.field("filterFields")),
              tokenizer(name, index.field("tokenize")));
    }
    return indexes;
  }

  private String tokenizer(String index, Doc tokenize) {
    if (tokenize.kind() == Doc.ABSENT) {
      return "unicode61";
    }
    String tokenizer = text(tokenize);
    if (!NamingRules.isTokenizer(tokenizer)) {
      throw refused(
          index,
          " has the tokenizer \""
              + tokenizer
              + "\"; use \"unicode61\", \"porter\" or \"trigram\".");
    }
    return tokenizer;
  }

  private String claimName(Doc declared) {
    String name = text(declared);
    if (!NamingRules.isName(name)) {
      throw refused(name, " has a name that cannot be used: " + NamingRules.RULE + ".");
    }
    if (NamingRules.isBuiltInIndex(name)) {
      throw refused(name, " cannot be declared: every table has it. Rename yours.");
    }
    if (!names.putNew(name.toLowerCase(), name)) {
      throw refused(
          name, " is declared twice, upper and lower case counting as equal; rename one.");
    }
    return name;
  }

  private FieldPath[] fields(String index, Doc listed) {
    FieldPath[] paths = new FieldPath[count(listed)];
    TextMap<String> seen = new TextMap<>();
    for (int i = 0; i < paths.length; i++) {
      paths[i] = field(index, listed.at(i));
      if (!seen.putNew(paths[i].text(), index)) {
        throw refused(index, " names field \"" + paths[i].text() + "\" twice; name it once.");
      }
    }
    return paths;
  }

  private FieldPath field(String index, Doc name) {
    String text = text(name);
    if (SystemFields.has(text)) {
      throw refused(
          index,
          " names field \""
              + text
              + "\"; leave it out, documents with equal fields are in the order of creation in"
              + " every index.");
    }
    FieldPath path = FieldPath.parse(text);
    if (fields.kindsAt(path) == 0) {
      throw refused(index, Table.undeclared(text, fields));
    }
    return path;
  }

  private static int count(Doc list) {
    return list.kind() == Doc.ARRAY ? list.size() : 0;
  }

  private static String text(Doc value) {
    return value.kind() == Doc.STRING ? value.string() : "";
  }

  private ZerobackException refused(String index, String reason) {
    return TableDecoder.refused("Index \"" + index + "\" on table \"" + table + "\"" + reason);
  }
}
