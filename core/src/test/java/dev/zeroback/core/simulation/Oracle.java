package dev.zeroback.core.simulation;

import java.util.List;
import java.util.Map;

/** Runs a query's script on a plain database: the answer that a fresh run has to give. */
final class Oracle {
  private Oracle() {}

  /** The result as JSON text, or a {@link Failure}. */
  static Object answer(List<Map<String, Object>> script, PlainDatabase database, Object claims) {
    Object outcome = run(script, database, claims);
    return outcome instanceof Failure ? outcome : SerialReplay.text(outcome);
  }

  private static Object run(
      List<Map<String, Object>> script, PlainDatabase database, Object claims) {
    ScriptRun run = new ScriptRun(script);
    while (!run.hasEnded()) {
      run.step(
          new ScriptRun.Surroundings() {
            @Override
            public Object operate(Map<String, Object> operation) {
              Object found = database.apply(operation, null);
              if (found instanceof Failure failure) {
                throw new ScriptRun.Refused(failure);
              }
              return found;
            }

            @Override
            public void call(int position, String kind, List<Map<String, Object>> nested) {
              Object outcome = Oracle.run(nested, database, claims);
              if (outcome instanceof Failure failure) {
                run.threw(position, failure);
              } else {
                run.returned(position, outcome);
              }
            }

            @Override
            public Object identity() {
              return claims;
            }
          });
    }
    return run.outcome();
  }
}
