package dev.zeroback.core.subscription;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.function.Identity;
import dev.zeroback.core.function.UserFunction;
import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.Docs;
import dev.zeroback.core.readset.ReadSet;
import java.util.ArrayList;

/**
 * A query with its arguments that clients watch: run once for all of them.
 *
 * <p>Its answer is a result or an error. {@link #answerHash} changes exactly when the answer does.
 */
public final class LiveQuery {
  /** Of the pause after a lost run, up to 3.2 s. */
  private static final int MAX_DOUBLINGS = 5;

  private final String key;
  private final UserFunction function;
  private final Doc args;

  /** {@code null} while the query is shared by all identities. */
  private Identity identity;

  /** Position in the order in which live queries came to be. */
  private final double sequence;

  /** Most have one watcher, and there may be very many of them. */
  private ArrayList<Watcher> watchers = new ArrayList<>(1);

  private RangeEntry[] entries = ReadIndex.NOTHING;

  /** What the last run has read, or covers it; {@code null} while that is not known. */
  private ReadSet reads;

  /** What is stored of {@link #reads}; {@code null} until it is asked for. */
  private String storedReads;

  private boolean rereads;
  private boolean toBeTold;

  /** {@code null} when the result is a list of documents; else as {@link #resultText()}. */
  private String plainText;

  private ZerobackException error;
  private String answerHash;

  /** Whether nothing but the hash is left of the answer. */
  private boolean forgotten;

  /**
   * The result document by document, if it is a list that is long, or that has followed another one
   * for somebody who wants differences.
   */
  private DocumentList documents;

  /** What makes the present result of the one whose hash is {@link #patchBase}. */
  private String patch;

  private String patchBase;

  /** Of {@link KeptResults}. */
  int generation;

  /** Of {@link LiveQueries#split}. */
  boolean isPart;

  private boolean stale;
  private boolean running;

  /** Whether a delivery waits for it. */
  private boolean awaited;

  /** How often in a row its run has lost against commits. */
  private int losses;

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

  /** The same identity has signed in again. */
  public void renew(Identity now) {
    identity = now;
  }

  void add(Watcher watcher) {
    watcher.setPlace(watchers.size());
    watchers.add(watcher);
  }

  /** Takes a watcher out; the last one takes its place. */
  void remove(Watcher watcher) {
    Watcher last = watchers.remove(watchers.size() - 1);
    if (watcher.place() < watchers.size()) {
      last.setPlace(watcher.place());
      watchers.set(watcher.place(), last);
    }
  }

  ArrayList<Watcher> takeWatchers() {
    ArrayList<Watcher> all = watchers;
    watchers = new ArrayList<>(1);
    return all;
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

  /** It has read the same ranges again: what is stored of them stays true. */
  void renewReads(ReadSet now) {
    reads = now;
  }

  /** Whether it has come to read something else: what is stored of its watchers is outdated. */
  public boolean rereads() {
    return rereads;
  }

  /** What is stored of its watchers is, or will be, what it reads. */
  public void forgetRereads() {
    rereads = false;
  }

  /** Whether its answer is still to be told, and so must not be forgotten. */
  boolean isToBeTold() {
    return toBeTold;
  }

  public void toBeTold(boolean now) {
    toBeTold = now;
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

  /** Whether its answer is known. */
  public boolean isAnswered() {
    return answerHash != null && !forgotten;
  }

  /** Whether its answer is known, and still the one to give. */
  public boolean isCurrent() {
    return isAnswered() && !stale && !running;
  }

  /** The result as JSON text; {@code null} when the handler returned nothing or failed. */
  public String resultText() {
    return documents == null ? plainText : documents.text();
  }

  /** The last result document by document; {@code null} when it is no list or there is none. */
  public DocumentList documents(Docs docs) {
    if (documents == null && plainText != null && DocumentList.mayBe(plainText)) {
      documents = DocumentList.of(docs.parse(plainText), null, docs);
    }
    return documents;
  }

  /** Why the last run failed; {@code null} when it did not. */
  public ZerobackException error() {
    return error;
  }

  /** Whether the last run failed because the sign-in had ended; a newer one may help. */
  public boolean failedUnauthenticated() {
    return error != null && error.code() == ErrorCode.UNAUTHENTICATED;
  }

  /** Whether its watchers were told that its answer is not there yet. */
  public boolean isUnavailable() {
    return error != null && error.code() == ErrorCode.UNAVAILABLE;
  }

  /** Identifies the last answer, also of one that was forgotten; {@code null} if there was none. */
  public String answerHash() {
    return answerHash;
  }

  /** What makes the present result of the one with that hash; {@code null} if nothing does. */
  public String patchFrom(String hash) {
    return patch != null && patchBase.equals(hash) ? patch : null;
  }

  /**
   * @param text {@code null} when the handler returned nothing or failed, or there is a list
   * @param list the result document by document; {@code null} when it is no list or not kept so
   */
  public void answer(String text, DocumentList list, ZerobackException failure, String hash) {
    boolean differs = list != null && documents != null && !hash.equals(answerHash);
    patch = differs ? list.patch() : null;
    patchBase = answerHash;
    plainText = text;
    documents = list;
    error = failure;
    answerHash = hash;
    forgotten = false;
  }

  /** Frees the memory of the result; the query runs again for who subscribes next. */
  void forgetResult() {
    plainText = null;
    documents = null;
    patch = null;
    forgotten = true;
    if (reads != null) {
      reads.keepFound(null);
    }
  }

  /** Length of the texts of what is kept in memory; the key holds the arguments. */
  public int keptChars() {
    return key.length()
        + (documents != null ? documents.chars() : plainText == null ? 0 : plainText.length())
        + (reads == null ? 0 : reads.foundChars());
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

  /** Whether a delivery waits for it. */
  public boolean isAwaited() {
    return awaited;
  }

  public void await(boolean now) {
    awaited = now;
  }

  /** A run begins: what commits from now on makes the query stale again. */
  public void beginRun() {
    stale = false;
    running = true;
  }

  /** The run has lost against commits until it gave up; returns for how long to wait. */
  public double lose() {
    running = false;
    stale = true;
    return 100 << Math.min(losses++, MAX_DOUBLINGS);
  }

  /** The run has ended with an answer that holds now, whatever was committed on the way. */
  public void endRun() {
    running = false;
    stale = false;
    losses = 0;
  }
}
