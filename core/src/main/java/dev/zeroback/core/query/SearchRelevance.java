package dev.zeroback.core.query;

import dev.zeroback.core.port.Doc;
import dev.zeroback.core.readset.Change;
import dev.zeroback.core.readset.Relevance;
import dev.zeroback.core.readset.Version;
import dev.zeroback.core.value.FieldPath;

/**
 * What matters to a search: each text that is added to what is searched, changed or removed, since
 * it alters the relevance of the others; what was found; and what begins or ceases to pass the
 * filter.
 */
final class SearchRelevance implements Relevance {
  /** Of more than so many documents found, each change of the table matters. */
  private static final int MOST_FOUND = 1_000;

  private final FieldPath searched;
  private final Filter filter;
  private final String[] found;

  /**
   * @param filter {@code null} if there is none
   * @param found the ids of the documents
   */
  private SearchRelevance(FieldPath searched, Filter filter, String[] found) {
    this.searched = searched;
    this.filter = filter;
    this.found = found;
  }

  /**
   * @param found documents, or their number
   * @return {@code null} when all changes matter
   */
  static SearchRelevance of(FieldPath searched, Filter filter, Doc found) {
    int size = found.kind() == Doc.NUMBER ? 0 : found.size();
    if (size > MOST_FOUND) {
      return null;
    }
    String[] ids = new String[size];
    for (int i = 0; i < size; i++) {
      ids[i] = found.at(i).field("_id").string();
    }
    return new SearchRelevance(searched, filter, ids);
  }

  @Override
  public boolean includes(Change change) {
    String text = text(change.before);
    return !text.equals(text(change.after))
        || !text.isEmpty()
            && (passes(change.before) != passes(change.after) || isFound(change.after));
  }

  /** The text that is searched, after a mark; empty where there is none. */
  private String text(Version version) {
    if (version == null) {
      return "";
    }
    Doc text = searched.read(version.document());
    return text.kind() == Doc.STRING ? "=".concat(text.string()) : "";
  }

  private boolean passes(Version version) {
    return filter == null || filter.matches(version.document());
  }

  private boolean isFound(Version version) {
    for (String id : found) {
      if (version.hasId(id)) {
        return true;
      }
    }
    return false;
  }
}
