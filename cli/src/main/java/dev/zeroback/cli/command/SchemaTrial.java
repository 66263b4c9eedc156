package dev.zeroback.cli.command;

import dev.zeroback.cli.analysis.TypeText;
import dev.zeroback.cli.generate.CodeGenerator;
import dev.zeroback.cli.platform.Host.HttpAnswer;
import dev.zeroback.cli.platform.Lines;
import dev.zeroback.cli.platform.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Asks a deployed server whether what it stores fits the project's schema. */
final class SchemaTrial {
  private static final String ENTRY = ".zeroback/schema-trial/entry.ts";
  private static final String BUNDLE = ".zeroback/schema-trial/schema.mjs";
  private static final String NOT_CHECKED = "The schema was not compared with the deployed one: ";

  private final Session session;
  private final WorkerProject project;
  private final AdminAccess server;
  private final Runnable onGood;

  /**
   * @param onGood called when the schema fits, and when that could not be found out
   */
  SchemaTrial(Session session, WorkerProject project, AdminAccess server, Runnable onGood) {
    this.session = session;
    this.project = project;
    this.server = server;
    this.onGood = onGood;
  }

  /** Says that nothing was compared, for a deployment that names no server. */
  static void skip(Session session) {
    session.say(
        NOT_CHECKED
            + "name the server with --url or ZEROBACK_URL, and give its --admin-key or"
            + " ZEROBACK_ADMIN_KEY.");
  }

  void start() {
    session.files().writeText(project.directory() + "/" + ENTRY, entry());
    session
        .host()
        .bundler()
        .bundle(
            project.wrangler(),
            project.directory(),
            project.directory() + "/" + ENTRY,
            project.directory() + "/" + BUNDLE,
            PackageManager.of(session, project.directory()).adder(),
            bundle -> {
              if (bundle.problems().isEmpty()) {
                session.files().writeText(project.directory() + "/" + BUNDLE, bundle.module());
                evaluate();
              } else {
                doWithout(String.join("\n", bundle.problems()));
              }
            });
  }

  /** Returns the manifest's line about the schema, as seen from the entry's folder. */
  private String entry() {
    String manifest = project.functionsDirectory() + "/_generated/manifest.ts";
    String schema =
        Paths.relative(
            Paths.parent(project.directory() + "/" + ENTRY),
            project.functionsDirectory() + "/schema");
    return Lines.of(session.files().readText(manifest).orElse("")).stream()
            .filter(
                line ->
                    line.startsWith("export {")
                        && line.endsWith(" from " + CodeGenerator.SCHEMA_MODULE))
            .map(line -> line.replace(CodeGenerator.SCHEMA_MODULE, TypeText.quoted(schema)))
            .findFirst()
            .orElse("export const schema = { tables: {} }")
        + "\n";
  }

  /**
   * What the schema's own modules print is told from the schema by a mark that they cannot know.
   */
  private void evaluate() {
    String mark = session.host().randomKey() + " ";
    List<String> lines = new ArrayList<>();
    session
        .host()
        .processes()
        .start(
            session.host().installDirectory() + "/schema-of.js",
            List.of(project.directory() + "/" + BUNDLE, mark),
            project.directory(),
            Map.of(),
            lines::add,
            code ->
                lines.stream()
                    .filter(line -> line.startsWith(mark))
                    .map(line -> line.substring(mark.length()))
                    .findFirst()
                    .ifPresentOrElse(
                        this::ask,
                        () ->
                            doWithout(
                                "schema.ts does not run outside of the worker.\n"
                                    + String.join("\n", lines))));
  }

  private void ask(String schema) {
    session
        .host()
        .post(
            server.url() + "/__admin/schema",
            schema,
            server.key(),
            this::judge,
            reason ->
                doWithout(
                    server.noAnswer(reason)
                        + " Give the address of the deployed server with --url or ZEROBACK_URL."));
  }

  private void judge(HttpAnswer answer) {
    if (answer.status() == 200) {
      session.say("The documents at " + server.url() + " fit the schema.");
      onGood.run();
    } else if (answer.status() == 404) {
      doWithout(server.refusal(session));
    } else {
      session.fail(
          server.url()
              + " would not serve this schema.\n"
              + session.host().json().text(answer.body(), "error").orElse(answer.body())
              + "\nNothing was deployed.");
    }
  }

  private void doWithout(String reason) {
    session.complain(NOT_CHECKED + reason);
    onGood.run();
  }
}
