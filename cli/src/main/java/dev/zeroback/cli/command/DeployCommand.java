package dev.zeroback.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Generates code, checks that Cloudflare knows the user, and deploys with Wrangler. */
final class DeployCommand implements Command {
  private static final String BUNDLE = ".wrangler/bundle";

  /** The variable that makes a worker one of development. */
  private static final String DEV = "ZEROBACK_DEV";

  private static final List<CommandSpec.Option> OPTIONS =
      List.of(
          CommandSpec.Option.flag("dry-run", "Generate, check and bundle, but deploy nothing"),
          CommandSpec.Option.flag(
              "skip-start", "Do not start the Worker on this machine before it is deployed"),
          CommandSpec.Option.valued(
              "url", "url", "The deployed server, to check the schema (default: $ZEROBACK_URL)"),
          CommandSpec.Option.valued(
              "admin-key", "key", "Its admin key (default: $ZEROBACK_ADMIN_KEY)"));

  @Override
  public CommandSpec spec() {
    return new CommandSpec(
        "deploy",
        "Build and deploy to Cloudflare",
        List.of("functionsDir"),
        0,
        true,
        OPTIONS,
        """
        Generates code from [functionsDir] (default: ./zeroback), checks it, starts the Worker once
        on this machine, on an empty database and without a network, and runs "wrangler deploy"
        with the arguments after "--". Log in before with "npx wrangler login", or set
        CLOUDFLARE_API_TOKEN. With --url, the deployed server is asked first whether the documents
        that it stores fit the schema.
        """);
  }

  @Override
  public void run(CommandLine line, Session session) {
    Optional<WorkerProject> project = WorkerProject.find(spec().name(), line, session);
    if (project.isEmpty()) {
      return;
    }
    Optional<String> opening = whatOpensAdminRoutes(line, session, project.get());
    if (opening.isPresent()) {
      session.fail(
          DEV
              + " opens the admin routes to everybody; it is for \"zeroback dev\" only, which sets it"
              + " itself. Remove it from "
              + opening.get()
              + ".");
      return;
    }
    new Template(session)
        .writeEntryIfMissing(project.get().directory(), project.get().functionsDirectory());
    Codegen.Outcome outcome = Codegen.run(session, project.get().functionsDirectory());
    if (outcome.failed()) {
      Codegen.complain(session, outcome.diagnostics());
      session.exit(Session.FAILED);
      return;
    }
    session.say("Generated code for " + outcome.found());
    Runnable proceed = () -> proceed(line, session, project.get());
    checkTypes(session, project.get(), () -> checkSchema(line, session, project.get(), proceed));
  }

  /** Returns what sets the variable of development; nothing when nothing does. */
  private static Optional<String> whatOpensAdminRoutes(
      CommandLine line, Session session, WorkerProject project) {
    if (line.passedThrough().stream().anyMatch(word -> word.contains(DEV))) {
      return Optional.of("the arguments");
    }
    Optional<WorkerConfiguration> configuration =
        namedConfiguration(line.passedThrough())
            .map(path -> WorkerConfiguration.at(session, session.path(path)))
            .orElseGet(() -> project.configuration(session));
    return configuration.filter(each -> each.mentions(DEV)).map(each -> session.shown(each.path()));
  }

  /** Returns the path of the configuration that the arguments name in place of the project's. */
  private static Optional<String> namedConfiguration(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      String word = arguments.get(i);
      if (word.startsWith("--config=")) {
        return Optional.of(word.substring("--config=".length()));
      }
      if ((word.equals("--config") || word.equals("-c")) && i + 1 < arguments.size()) {
        return Optional.of(arguments.get(i + 1));
      }
    }
    return Optional.empty();
  }

  private static void checkSchema(
      CommandLine line, Session session, WorkerProject project, Runnable onGood) {
    Optional<AdminAccess> server = AdminAccess.deployed(line, session);
    if (server.isPresent()) {
      new SchemaTrial(session, project, server.get(), onGood).start();
    } else {
      SchemaTrial.skip(session);
      onGood.run();
    }
  }

  private static void checkTypes(Session session, WorkerProject project, Runnable onGood) {
    Optional<TypeCheck> types = TypeCheck.of(session, project);
    if (types.isEmpty()) {
      session.say("Types were not checked: the project has no TypeScript installed.");
      onGood.run();
      return;
    }
    types
        .get()
        .start(
            problems -> {
              if (problems.isEmpty()) {
                onGood.run();
              } else {
                Codegen.complainOf(session, problems);
                session.exit(Session.FAILED);
              }
            });
  }

  private static void proceed(CommandLine line, Session session, WorkerProject project) {
    if (line.has("dry-run") && lacksPackages(session, project.directory())) {
      session.say("The Worker was not bundled: the project has no @zeroback/server installed.");
      session.exit(0);
    } else if (line.has("dry-run")) {
      bundle(line, session, project);
    } else if (session.host().environment("CLOUDFLARE_API_TOKEN").isPresent()) {
      deployIfItStarts(line, session, project);
    } else {
      deployIfLoggedIn(line, session, project);
    }
  }

  /** Whether there is nothing to bundle with, as in a checkout where nothing was installed. */
  private static boolean lacksPackages(Session session, String directory) {
    return NodeModules.find(session, directory, "@zeroback/server").isEmpty()
        && !session.files().exists(directory + "/.pnp.cjs");
  }

  private static void bundle(CommandLine line, Session session, WorkerProject project) {
    List<String> arguments = new ArrayList<>(List.of("--outdir", BUNDLE));
    arguments.addAll(line.passedThrough());
    WorkerTrial trial =
        line.has("skip-start")
            ? WorkerTrial.withoutStart(session, project)
            : WorkerTrial.of(session, project);
    trial.start(
        arguments,
        lines -> {
          WorkerTrial.warnings(lines).forEach(session::complain);
          lines.stream().filter(each -> each.startsWith("Total Upload")).forEach(session::say);
          session.say("Bundled to " + BUNDLE + "; nothing was deployed (--dry-run).");
          session.exit(0);
        });
  }

  private static void deployIfItStarts(CommandLine line, Session session, WorkerProject project) {
    if (line.has("skip-start")) {
      deploy(session, project, line.passedThrough());
    } else {
      WorkerTrial.of(session, project)
          .start(line.passedThrough(), lines -> deploy(session, project, line.passedThrough()));
    }
  }

  private static void deployIfLoggedIn(CommandLine line, Session session, WorkerProject project) {
    List<String> lines = new ArrayList<>();
    session
        .host()
        .processes()
        .start(
            project.wrangler(),
            List.of("whoami"),
            project.directory(),
            Wrangler.ENVIRONMENT,
            lines::add,
            code -> {
              if (lines.stream().anyMatch(each -> each.contains("not authenticated"))) {
                session.fail(
                    "Not logged in to Cloudflare. Run: "
                        + PackageManager.of(session, project.directory()).runner()
                        + " wrangler login\nIn CI, set CLOUDFLARE_API_TOKEN instead.");
              } else if (code != 0) {
                lines.forEach(text -> session.complain(WranglerLines.withoutColors(text)));
                session.fail(
                    "Wrangler could not find out whether you are logged in to Cloudflare.");
              } else {
                deployIfItStarts(line, session, project);
              }
            });
  }

  private static void deploy(Session session, WorkerProject project, List<String> extra) {
    List<String> arguments = new ArrayList<>(List.of("deploy"));
    arguments.addAll(extra);
    session
        .host()
        .processes()
        .start(
            project.wrangler(),
            arguments,
            project.directory(),
            Wrangler.ENVIRONMENT,
            text -> session.say(WranglerLines.withoutColors(text)),
            session::exit);
  }
}
