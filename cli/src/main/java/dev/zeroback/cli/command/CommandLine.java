package dev.zeroback.cli.command;

import dev.zeroback.cli.diagnostic.Suggestion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the user wrote after the command's name. */
record CommandLine(
    List<String> arguments, Map<String, String> options, List<String> passedThrough) {

  static CommandLine parse(CommandSpec spec, List<String> words) throws UsageException {
    List<String> arguments = new ArrayList<>();
    Map<String, String> options = new LinkedHashMap<>();
    List<String> passedThrough = List.of();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word.equals("--")) {
        passedThrough = words.subList(i + 1, words.size());
        break;
      }
      if (!word.startsWith("-") || word.equals("-")) {
        arguments.add(word);
        continue;
      }
      int equals = word.indexOf('=');
      CommandSpec.Option option = option(spec, equals < 0 ? word : word.substring(0, equals));
      if (option.value().isEmpty()) {
        if (equals >= 0) {
          throw new UsageException(
              option.usage() + " takes no value: leave out " + word.substring(equals));
        }
        options.put(option.name(), "");
      } else if (equals >= 0) {
        options.put(option.name(), notEmpty(option, word.substring(equals + 1), spec));
      } else if (i + 1 < words.size()) {
        options.put(option.name(), notEmpty(option, words.get(++i), spec));
      } else {
        throw new UsageException(word + " needs a value: " + option.usage() + ". " + seeHelp(spec));
      }
    }
    checkCount(spec, arguments, passedThrough);
    return new CommandLine(arguments, options, passedThrough);
  }

  Optional<String> argument(int index) {
    return index < arguments.size() ? Optional.of(arguments.get(index)) : Optional.empty();
  }

  boolean has(String option) {
    return options.containsKey(option);
  }

  Optional<String> value(String option) {
    return Optional.ofNullable(options.get(option));
  }

  /** A variable that is not set leaves an empty text. */
  private static String notEmpty(CommandSpec.Option option, String value, CommandSpec spec)
      throws UsageException {
    if (value.isBlank()) {
      throw new UsageException(
          "--" + option.name() + " is empty: " + option.usage() + ". " + seeHelp(spec));
    }
    return value;
  }

  private static CommandSpec.Option option(CommandSpec spec, String word) throws UsageException {
    Optional<CommandSpec.Option> known =
        word.startsWith("--") ? spec.option(word.substring(2)) : Optional.empty();
    if (known.isPresent()) {
      return known.get();
    }
    List<String> names = new ArrayList<>(Cli.OPTIONS);
    spec.options().forEach(option -> names.add("--" + option.name()));
    String hint = Suggestion.among(names, word);
    throw new UsageException(
        "zeroback "
            + spec.name()
            + " has no option "
            + word
            + "."
            + hint
            + (spec.passesThrough() && hint.isEmpty()
                ? " Wrangler's own stand after \"--\": zeroback "
                    + spec.name()
                    + " -- "
                    + word
                    + "."
                : "")
            + " "
            + seeHelp(spec));
  }

  private static void checkCount(
      CommandSpec spec, List<String> arguments, List<String> passedThrough) throws UsageException {
    if (arguments.size() < spec.requiredArguments()) {
      throw new UsageException(
          "zeroback "
              + spec.name()
              + " needs <"
              + spec.arguments().get(arguments.size())
              + ">. "
              + "Write: "
              + spec.usage());
    }
    if (arguments.size() > spec.arguments().size()) {
      throw new UsageException(
          "Unexpected argument \""
              + arguments.get(spec.arguments().size())
              + "\". Write: "
              + spec.usage());
    }
    if (!passedThrough.isEmpty() && !spec.passesThrough()) {
      throw new UsageException(
          "zeroback " + spec.name() + " takes nothing after \"--\". Write: " + spec.usage());
    }
  }

  private static String seeHelp(CommandSpec spec) {
    return "See: zeroback " + spec.name() + " --help";
  }
}
