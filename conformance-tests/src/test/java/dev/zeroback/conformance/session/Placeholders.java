package dev.zeroback.conformance.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code <name>} stands for in a script, learnt from the frames in which it first arrived. */
final class Placeholders {
  private static final Pattern NAME = Pattern.compile("<(\\w+)>");

  /** Text inside a JSON string, or a number. */
  private static final String CHOSEN_TEXT = "([^\",}\\]]+)";

  private final Map<String, String> values = new HashMap<>();

  /** Puts the known text in the place of every name. */
  String fill(String template) {
    return NAME.matcher(template).replaceAll(m -> Matcher.quoteReplacement(known(m.group(1))));
  }

  /**
   * Whether a text is what the template says; learns the names that it meets for the first time.
   */
  boolean matches(String template, String text) {
    StringBuilder regex = new StringBuilder();
    List<String> learnt = new ArrayList<>();
    Matcher name = NAME.matcher(template);
    int end = 0;
    while (name.find()) {
      regex.append(Pattern.quote(template.substring(end, name.start())));
      regex.append(pattern(name.group(1), learnt));
      end = name.end();
    }
    regex.append(Pattern.quote(template.substring(end)));
    Matcher match = Pattern.compile(regex.toString()).matcher(text);
    if (!match.matches()) {
      return false;
    }
    for (int i = 0; i < learnt.size(); i++) {
      values.put(learnt.get(i), match.group(i + 1));
    }
    return true;
  }

  private String pattern(String name, List<String> learnt) {
    if (values.containsKey(name)) {
      return Pattern.quote(values.get(name));
    }
    int known = learnt.indexOf(name);
    if (known >= 0) {
      return "\\" + (known + 1);
    }
    learnt.add(name);
    return CHOSEN_TEXT;
  }

  private String known(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalStateException("<" + name + "> is sent before it arrived");
    }
    return value;
  }
}
