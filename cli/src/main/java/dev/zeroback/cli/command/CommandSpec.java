package dev.zeroback.cli.command;

import java.util.List;
import java.util.Optional;

/**
 * What a command takes, for parsing and for its help.
 *
 * @param arguments names of positional arguments as help shows them
 * @param requiredArguments how many of them must be given
 * @param passesThrough whether arguments after {@code --} go to another program
 * @param details further lines of help
 */
record CommandSpec(
    String name,
    String summary,
    List<String> arguments,
    int requiredArguments,
    boolean passesThrough,
    List<Option> options,
    String details) {

  /**
   * @param value how help names its value; absent for a switch
   */
  record Option(String name, Optional<String> value, String summary) {
    static Option flag(String name, String summary) {
      return new Option(name, Optional.empty(), summary);
    }

    static Option valued(String name, String value, String summary) {
      return new Option(name, Optional.of(value), summary);
    }

    String usage() {
      return "--" + name + value.map(text -> " <" + text + ">").orElse("");
    }
  }

  Optional<Option> option(String optionName) {
    return options.stream().filter(each -> each.name().equals(optionName)).findFirst();
  }

  String usage() {
    StringBuilder text = new StringBuilder("zeroback ").append(name);
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      text.append(i < requiredArguments ? " <" + argument + ">" : " [" + argument + "]");
    }
    options.forEach(option -> text.append(" [").append(option.usage()).append(']'));
    return text.append(passesThrough ? " [-- wranglerArgs...]" : "").toString();
  }

  String help() {
    StringBuilder text = new StringBuilder(summary).append("\n\nUsage: ").append(usage());
    text.append("\n\n").append(details.trim());
    text.append("\n\nOptions:\n");
    for (Option option : options) {
      text.append("  ").append(padded(option.usage())).append(option.summary()).append('\n');
    }
    return text.append("  ").append(padded("--help")).append("Show this help").toString();
  }

  static String padded(String text) {
    return text + " ".repeat(Math.max(2, 22 - text.length()));
  }
}
