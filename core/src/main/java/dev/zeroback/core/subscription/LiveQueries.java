package dev.zeroback.core.subscription;

import dev.zeroback.core.function.Identity;
import dev.zeroback.core.function.UserFunction;
import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.TextMap;
import dev.zeroback.core.readset.ReadSet;
import dev.zeroback.core.schema.Schema;
import dev.zeroback.core.transaction.Commit;
import java.util.ArrayList;
import java.util.Comparator;

/**
 * All live queries. Watchers of the same function with the same arguments share one, until a run of
 * it reads the identity: then it splits into one for each identity, and stays split while anybody
 * watches.
 */
public final class LiveQueries {
  private static final Comparator<LiveQuery> IN_ORDER =
      (a, b) -> Double.compare(a.sequence(), b.sequence());

  private final TextMap<LiveQuery> queries = new TextMap<>();

  /**
   * Number of watched queries that a shared query has been split into, by the key of the shared
   * one.
   */
  private final TextMap<SplitCount> splits = new TextMap<>();

  private final ReadIndex index;
  private double created;

  private static final class SplitCount {
    int queries;
  }

  public LiveQueries(Schema schema) {
    index = new ReadIndex(schema);
  }

  /**
   * The live query that {@code watcher} now watches.
   *
   * @param argsText canonical JSON of {@code args}: equal arguments have equal texts
   */
  public LiveQuery watch(UserFunction function, Doc args, String argsText, Watcher watcher) {
    String shared = function.name().concat("\n").concat(argsText);
    LiveQuery query =
        splits.has(shared)
            ? ownedBy(watcher.identity(), shared, function, args)
            : obtain(shared, function, args, null);
    query.add(watcher);
    return query;
  }

  /** Like {@link #watch}, of a query that is known to depend on the identity. */
  public LiveQuery watchOwn(UserFunction function, Doc args, String argsText, Watcher watcher) {
    markSplit(function.name().concat("\n").concat(argsText));
    return watch(function, args, argsText, watcher);
  }

  /** Ends a watch; a query that nobody watches is forgotten. */
  public void unwatch(LiveQuery query, Watcher watcher) {
    query.remove(watcher);
    if (!query.isWatched()) {
      forget(query);
    }
  }

  /**
   * Splits a shared query whose run read the identity: every watcher moves to the query of its own
   * identity.
   *
   * @return the queries that have got watchers by it; some of them may have been there before
   */
  public ArrayList<LiveQuery> split(LiveQuery shared) {
    ArrayList<LiveQuery> parts = new ArrayList<>();
    markSplit(shared.key());
    for (Watcher watcher : shared.takeWatchers()) {
      LiveQuery part = ownedBy(watcher.identity(), shared.key(), shared.function(), shared.args());
      if (!part.isPart) {
        part.isPart = true;
        parts.add(part);
      }
      part.add(watcher);
      watcher.moveTo(part);
    }
    for (LiveQuery part : parts) {
      part.isPart = false;
    }
    forget(shared);
    return parts;
  }

  private void markSplit(String shared) {
    if (!splits.has(shared)) {
      splits.put(shared, new SplitCount());
    }
  }

  private LiveQuery ownedBy(Identity identity, String shared, UserFunction function, Doc args) {
    return obtain(shared.concat("\n").concat(identity.key()), function, args, identity);
  }

  private LiveQuery obtain(String key, UserFunction function, Doc args, Identity identity) {
    LiveQuery query = queries.get(key);
    if (query == null) {
      query = new LiveQuery(key, function, args, identity, created++);
      queries.put(key, query);
      if (identity != null) {
        splits.get(sharedKey(query)).queries++;
      }
    }
    return query;
  }

  private void forget(LiveQuery query) {
    index.clear(query);
    queries.remove(query.key());
    if (query.identity() != null) {
      String shared = sharedKey(query);
      SplitCount count = splits.get(shared);
      if (--count.queries == 0) {
        splits.remove(shared);
      }
    }
  }

  private static String sharedKey(LiveQuery query) {
    String key = query.key();
    return key.substring(0, key.length() - query.identity().key().length() - 1);
  }

  /**
   * Records what the last run of {@code query} has read. A query that nobody watches any more reads
   * nothing.
   */
  public void setReads(LiveQuery query, ReadSet reads) {
    reads.follow(null);
    if (!query.isWatched()) {
      return;
    }
    ReadSet before = query.reads();
    boolean same = before != null && before.sameRanges(reads);
    if (same && before.sameFilters(reads)) {
      before.keepFound(reads);
      return;
    }
    index.set(query, reads);
    if (same) {
      query.renewReads(reads);
    } else {
      query.setReads(reads);
    }
  }

  /** Records what a query has read before an eviction, unless another watcher has told already. */
  public void restoreReads(LiveQuery query, ReadSet reads) {
    if (query.reads() == null) {
      setReads(query, reads);
      query.forgetRereads();
    }
  }

  /** Has {@code sleeper} woken when a commit may change what was made of {@code reads}. */
  public void sleep(Sleeper sleeper, ReadSet reads) {
    index.set(sleeper, reads);
  }

  /** {@code sleeper} sleeps no more. */
  public void rouse(Sleeper sleeper) {
    index.clear(sleeper);
  }

  /**
   * Marks the live queries whose answer {@code commit} may have changed.
   *
   * @return those that were not stale before, in the order in which they came to be
   */
  public ArrayList<LiveQuery> invalidatedBy(Commit commit) {
    ArrayList<LiveQuery> stale = new ArrayList<>();
    index.collect(commit.writes(), stale);
    if (stale.size() > 1) {
      stale.sort(IN_ORDER);
    }
    return stale;
  }

  public int size() {
    return queries.size();
  }
}
