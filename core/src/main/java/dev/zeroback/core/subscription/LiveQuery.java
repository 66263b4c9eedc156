package dev.zeroback.core.subscription;

import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.function.Identity;
import dev.zeroback.core.function.UserFunction;
import dev.zeroback.core.port.Doc;
import dev.zeroback.core.readset.ReadSet;
import java.util.ArrayList;

/**
 * A query with its arguments that clients watch: run once for all of them.
 *
 * <p>Its answer is a result or an error. {@link #answerHash} changes exactly when the answer does.
 */
public final class LiveQuery {
  private final String key;
  private final UserFunction function;
  private final Doc args;

  /** {@code null} while the query is shared by all identities. */
  private final Identity identity;

  /** Position in the order in which live queries came to be. */
  private final double sequence;

  private final ArrayList<Watcher> watchers = new ArrayList<>();
  private RangeEntry[] entries = {};

  /** What the last run has read, or covers it; {@code null} while that is not known. */
  private ReadSet reads;

  /** What is stored of {@link #reads}; {@code null} until it is asked for. */
  private String storedReads;

  private boolean rereads;
  private String resultText;
  private ZerobackException error;
  private String answerHash;
  private boolean stale;
  private boolean running;

  LiveQuery(String key, UserFunction function, Doc args, Identity identity, double sequence) {
    this.key = key;
    this.function = function;
    this.args = args;
    this.identity = identity;
    this.sequence = sequence;
  }

  String key() {
    return key;
  }

  double sequence() {
    return sequence;
  }

  public UserFunction function() {
    return function;
  }

  public Doc args() {
    return args;
  }

  /** Whose query this is; {@code null} while all identities share it. */
  public Identity identity() {
    return identity;
  }

  ArrayList<Watcher> watchers() {
    return watchers;
  }

  public int watcherCount() {
    return watchers.size();
  }

  public Watcher watcher(int position) {
    return watchers.get(position);
  }

  public boolean isWatched() {
    return !watchers.isEmpty();
  }

  RangeEntry[] entries() {
    return entries;
  }

  void setEntries(RangeEntry[] now) {
    entries = now;
  }

  /** What the last run has read, or covers it; {@code null} while that is not known. */
  public ReadSet reads() {
    return reads;
  }

  void setReads(ReadSet now) {
    reads = now;
    storedReads = null;
    rereads = true;
  }

  /** Whether it has come to read something else since the last call: what is stored is outdated. */
  public boolean takeRereads() {
    boolean was = rereads;
    rereads = false;
    return was;
  }

  /** What was last kept with {@link #keepStoredReads} for the present reads; else {@code null}. */
  public String storedReads() {
    return storedReads;
  }

  public void keepStoredReads(String text) {
    storedReads = text;
  }

  /** Whether the answer may not be that of the reads which are known. */
  public boolean isInDoubt() {
    return stale || running || reads == null;
  }

  /** Whether it has an answer. */
  public boolean isAnswered() {
    return answerHash != null;
  }

  /** The result as JSON text; {@code null} when the handler returned nothing or failed. */
  public String resultText() {
    return resultText;
  }

  /** Why the last run failed; {@code null} when it did not. */
  public ZerobackException error() {
    return error;
  }

  /** Identifies the answer; {@code null} while there is none. */
  public String answerHash() {
    return answerHash;
  }

  public void answer(String result, ZerobackException failure, String hash) {
    resultText = result;
    error = failure;
    answerHash = hash;
  }

  /** Whether a commit may have changed the answer, or there is none yet. */
  public boolean isStale() {
    return stale;
  }

  public void markStale() {
    stale = true;
  }

  public boolean isRunning() {
    return running;
  }

  /** A run begins: what commits from now on makes the query stale again. */
  public void beginRun() {
    stale = false;
    running = true;
  }

  /** The run has ended with an answer that holds now, whatever was committed on the way. */
  public void endRun() {
    running = false;
    stale = false;
  }
}
