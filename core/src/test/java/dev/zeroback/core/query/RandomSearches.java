package dev.zeroback.core.query;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Random notes and searches in them, each with a plain condition on a note's text that says whether
 * it is to be found.
 *
 * <p>A note has the same text in three fields, one for each tokenizer.
 */
final class RandomSearches {
  static final String SCHEMA =
      "{'tables':{'notes':{'fields':{'words':T,'stems':T,'parts':T,'stars':{'type':'number'}},"
              .replace("T", "{'type':'optional','inner':{'type':'string'}}")
          + "'indexes':[],'searchIndexes':[{'name':'search_words','searchField':'words'},"
          + "{'name':'search_stems','searchField':'stems','tokenize':'porter'},"
          + "{'name':'search_parts','searchField':'parts','tokenize':'trigram'}]}}}";

  static final List<String> WORDS =
      List.of(
          "fix", "fixed", "fixing", "bug", "bugs", "Roof", "roofing", "lamp", "lamps", "東京タワー",
          "京都府");

  private static final int DEFAULT_DISTANCE = 10;

  private final Random random;

  /** The stem of each word and of each beginning of one that is searched for. */
  private final Map<String, String> stems;

  /** What is searched for in which field, and whether a text meets it. */
  record Search(String field, String query, Predicate<String> meets) {}

  private record Part(String query, Predicate<String> meets) {}

  RandomSearches(Random random, Map<String, String> stems) {
    this.random = random;
    this.stems = stems;
  }

  /** Everything that {@code stems} has to know. */
  static List<String> wordsAndBeginnings() {
    List<String> all = new ArrayList<>();
    for (String word : WORDS) {
      for (int length = 3; length <= word.length(); length++) {
        all.add(word.substring(0, length).toLowerCase(Locale.ROOT));
      }
    }
    return all;
  }

  Map<String, Object> note() {
    Map<String, Object> fields = new HashMap<>();
    fields.put("stars", (double) random.nextInt(3));
    if (random.nextInt(6) > 0) {
      String text =
          random
              .ints(random.nextInt(9), 0, WORDS.size())
              .mapToObj(WORDS::get)
              .collect(Collectors.joining(" "));
      for (String field : List.of("words", "stems", "parts")) {
        fields.put(field, text);
      }
    }
    return fields;
  }

  Search search() {
    String field = List.of("words", "stems", "parts").get(random.nextInt(3));
    Part part = field.equals("parts") ? partsQuery() : part(field, 3);
    return new Search(field, part.query(), part.meets());
  }

  /** With trigrams a term of one or two characters can only be required. */
  private Part partsQuery() {
    Part part = part("parts", 2);
    if (random.nextInt(3) > 0) {
      return part;
    }
    String term = piece(word(), 1 + random.nextInt(2));
    return joined(part, " ", new Part(term, contains(term)), true);
  }

  private Part part(String field, int depth) {
    switch (random.nextInt(depth == 0 ? 4 : 9)) {
      case 0:
        return field.equals("parts") ? substring() : phrase(field, List.of(word()), "%s");
      case 1:
        return field.equals("parts") ? substring() : beginning(field);
      case 2:
        return phrase(field, List.of(word(), word()), "\"%s\"");
      case 3:
        return near(field);
      case 4:
        Part inner = part(field, depth - 1);
        return new Part("(" + inner.query() + ")", inner.meets());
      default:
        Part left = part(field, depth - 1);
        Part right = part(field, depth - 1);
        String both = random.nextBoolean() ? " " : " AND ";
        return switch (random.nextInt(3)) {
          case 0 -> joined(left, both, right, true);
          case 1 -> joined(left, " OR ", right, false);
          default ->
              joined(
                  left,
                  random.nextBoolean() ? " NOT " : " AND NOT ",
                  new Part(right.query(), right.meets().negate()),
                  true);
        };
    }
  }

  private static Part joined(Part left, String operator, Part right, boolean both) {
    return new Part(
        "(" + left.query() + ")" + operator + "(" + right.query() + ")",
        both ? left.meets().and(right.meets()) : left.meets().or(right.meets()));
  }

  private Part phrase(String field, List<String> words, String form) {
    String text = String.join(" ", words);
    return new Part(
        String.format(form, text),
        field.equals("parts")
            ? contains(text)
            : note -> !starts(tokens(field, note), tokens(field, text)).isEmpty());
  }

  private Part beginning(String field) {
    String start = piece(word(), 3).toLowerCase(Locale.ROOT);
    String token = tokens(field, start).get(0);
    return new Part(
        start + "*", note -> tokens(field, note).stream().anyMatch(word -> word.startsWith(token)));
  }

  private Part substring() {
    String word = word();
    int start = random.nextInt(word.length() - 2);
    String part = word.substring(start, start + 3 + random.nextInt(word.length() - start - 2));
    return new Part(random.nextBoolean() ? part : part + "*", contains(part));
  }

  private static Predicate<String> contains(String part) {
    String lower = part.toLowerCase(Locale.ROOT);
    return note -> note.toLowerCase(Locale.ROOT).contains(lower);
  }

  private Part near(String field) {
    List<String> phrases = new ArrayList<>();
    String query = "";
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      String phrase = random.nextInt(3) > 0 ? word() : word() + " " + word();
      phrases.add(phrase);
      query += (query.isEmpty() ? "" : " ") + "\"" + phrase + "\"";
    }
    int distance = random.nextInt(4);
    boolean said = random.nextInt(4) > 0;
    return new Part(
        "NEAR(" + query + (said ? ", " + distance : "") + ")",
        note -> isNear(field, tokens(field, note), phrases, said ? distance : DEFAULT_DISTANCE));
  }

  /**
   * Whether there is one place of each phrase such that between the end of each and the beginning
   * of the last one lie at most {@code distance} tokens.
   */
  private boolean isNear(String field, List<String> note, List<String> phrases, int distance) {
    for (String last : phrases) {
      for (int end : starts(note, tokens(field, last))) {
        boolean all = true;
        for (String phrase : phrases) {
          List<String> tokens = tokens(field, phrase);
          all &=
              starts(note, tokens).stream()
                  .anyMatch(start -> start <= end && end - start - tokens.size() <= distance);
        }
        if (all) {
          return true;
        }
      }
    }
    return false;
  }

  private static List<Integer> starts(List<String> note, List<String> phrase) {
    List<Integer> starts = new ArrayList<>();
    for (int i = 0; i + phrase.size() <= note.size(); i++) {
      if (note.subList(i, i + phrase.size()).equals(phrase)) {
        starts.add(i);
      }
    }
    return starts;
  }

  /** The tokens that the tokenizer of a field makes of a text. */
  private List<String> tokens(String field, String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    List<String> tokens = new ArrayList<>();
    if (field.equals("parts")) {
      for (int i = 0; i + 3 <= lower.length(); i++) {
        tokens.add(lower.substring(i, i + 3));
      }
      return tokens;
    }
    for (String word : lower.isEmpty() ? new String[0] : lower.split(" ")) {
      tokens.add(field.equals("stems") ? stems.get(word) : word);
    }
    return tokens;
  }

  private static String piece(String word, int length) {
    return word.substring(0, Math.min(length, word.length()));
  }

  private String word() {
    return WORDS.get(random.nextInt(WORDS.size()));
  }
}
