package dev.zeroback.cli.command;

import dev.zeroback.cli.diagnostic.Suggestion;
import dev.zeroback.cli.platform.FileException;
import dev.zeroback.cli.platform.Host;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The command line interface: finds the command and runs it. */
public final class Cli {
  /** The version of this package. */
  static final String VERSION = "0.1.0";

  /** What may stand after every command. */
  static final List<String> OPTIONS = List.of("--help", "--version");

  private static final List<Command> COMMANDS =
      List.of(
          new InitCommand(),
          new DevCommand(),
          new CodegenCommand(),
          new RunCommand(),
          new LogsCommand(),
          new DeployCommand(),
          new ResetCommand());

  private final Session session;

  public Cli(Host host) {
    this.session = new Session(host);
  }

  /** Runs the program with the words that the user wrote after its name. */
  public void run(List<String> words) {
    try {
      dispatch(words);
    } catch (UsageException e) {
      session.complain(e.getMessage());
      session.exit(Session.MISUSED);
    } catch (FileException e) {
      fail(e);
    }
  }

  /** Ends the program, of which a file could not be read or written. */
  public void fail(FileException problem) {
    session.fail(problem.getMessage());
  }

  private void dispatch(List<String> words) throws UsageException {
    List<String> own = beforePassedThrough(words);
    if (own.contains("--version") || own.contains("-v")) {
      session.say(VERSION);
      session.exit(0);
      return;
    }
    boolean help = own.contains("--help") || own.contains("-h");
    List<String> names = own.stream().filter(word -> !word.startsWith("-")).toList();
    Optional<String> name = names.stream().findFirst();
    if (name.filter("help"::equals).isPresent()) {
      help = true;
      name = names.stream().skip(1).findFirst();
    }
    if (name.isEmpty()) {
      if (!help && !own.isEmpty()) {
        throw new UsageException(
            "Unknown option "
                + own.get(0)
                + "."
                + Suggestion.among(OPTIONS, own.get(0))
                + " See: zeroback --help");
      }
      session.say(overview());
      session.exit(0);
      return;
    }
    Command command = find(name.get());
    if (help) {
      session.say(command.spec().help());
      session.exit(0);
      return;
    }
    List<String> rest = new ArrayList<>(words);
    rest.remove(name.get());
    command.run(CommandLine.parse(command.spec(), rest), session);
  }

  private static List<String> beforePassedThrough(List<String> words) {
    int end = words.indexOf("--");
    return end < 0 ? words : words.subList(0, end);
  }

  private static Command find(String name) throws UsageException {
    for (Command command : COMMANDS) {
      if (command.spec().name().equals(name)) {
        return command;
      }
    }
    List<String> names = COMMANDS.stream().map(command -> command.spec().name()).toList();
    throw new UsageException(
        "Unknown command \""
            + name
            + "\"."
            + Suggestion.among(names, name)
            + " See: zeroback --help");
  }

  private static String overview() {
    StringBuilder text =
        new StringBuilder("Zeroback: a real-time backend for Cloudflare\n\n")
            .append("Usage: zeroback <command> [options]\n\nCommands:\n");
    for (Command command : COMMANDS) {
      text.append("  ")
          .append(CommandSpec.padded(command.spec().name()))
          .append(command.spec().summary())
          .append('\n');
    }
    return text.append("\nOptions:\n  ")
        .append(CommandSpec.padded("--help"))
        .append("Show help, also for a command: zeroback dev --help\n  ")
        .append(CommandSpec.padded("--version"))
        .append("Show the version")
        .toString();
  }
}
