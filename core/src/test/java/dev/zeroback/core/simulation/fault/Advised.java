package dev.zeroback.core.simulation.fault;

import dev.zeroback.core.port.SqlStorage;
import dev.zeroback.core.readset.Change;
import dev.zeroback.core.readset.KeyRange;
import dev.zeroback.core.readset.Read;
import dev.zeroback.core.readset.WriteSet;
import dev.zeroback.core.transaction.Commit;
import java.util.ArrayList;
import net.bytebuddy.asm.Advice;

/** Code that becomes part of the engine's methods: what the methods are is in {@link Faults}. */
@SuppressWarnings("UnusedVariable") // what is assigned here is read in the method advised
public final class Advised {
  private Advised() {}

  /** A range that a limit has ended leaves out the last row found. */
  static final class WithoutLastRow {
    private WithoutLastRow() {}

    @Advice.OnMethodExit
    static void exit(
        @Advice.This KeyRange range,
        @Advice.Argument(0) String key,
        @Advice.Argument(1) double rid,
        @Advice.Return(readOnly = false) KeyRange result) {
      result = new KeyRange(range.startKey, range.startRid, key, rid);
    }
  }

  /** Ranges that a limit has ended begin after the last row found, in a descending read. */
  static final class WithoutFirstRow {
    private WithoutFirstRow() {}

    @Advice.OnMethodExit
    static void exit(
        @Advice.This KeyRange range,
        @Advice.Argument(0) String key,
        @Advice.Argument(1) double rid,
        @Advice.Return(readOnly = false) KeyRange result) {
      result = new KeyRange(key, rid + 1, range.endKey, range.endRid);
    }
  }

  /** Reads by id are left out of read sets. */
  static final class NoPointReads {
    private NoPointReads() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static boolean enter(@Advice.Argument(0) Read read) {
      return read.index < 0;
    }
  }

  /** A read with a filter overlaps nothing. */
  static final class NeverFiltered {
    private NeverFiltered() {}

    @Advice.OnMethodExit
    static void exit(@Advice.This Read read, @Advice.Return(readOnly = false) boolean result) {
      result = result && read.filter == null;
    }
  }

  /** Live queries learn of what documents have become, and not of what they were. */
  static final class WithoutOldVersions {
    private WithoutOldVersions() {}

    @Advice.OnMethodEnter
    static void enter(@Advice.Argument(value = 0, readOnly = false) WriteSet writes) {
      Change[] changes = new Change[writes.size()];
      for (int i = 0; i < changes.length; i++) {
        Change change = writes.get(i);
        changes[i] = new Change(change.table, change.rid, null, change.after);
      }
      writes = new WriteSet(changes);
    }
  }

  /** Live queries learn of what documents were, and not of what they have become. */
  static final class WithoutNewVersions {
    private WithoutNewVersions() {}

    @Advice.OnMethodEnter
    static void enter(@Advice.Argument(value = 0, readOnly = false) WriteSet writes) {
      Change[] changes = new Change[writes.size()];
      for (int i = 0; i < changes.length; i++) {
        Change change = writes.get(i);
        changes[i] = new Change(change.table, change.rid, change.before, null);
      }
      writes = new WriteSet(changes);
    }
  }

  /** The log keeps two commits and answers for those that it no longer has. */
  static final class ForgetsSilently {
    private ForgetsSilently() {}

    @Advice.OnMethodExit
    static void exit(@Advice.FieldValue("commits") ArrayList<?> commits) {
      while (commits.size() > 2) {
        commits.remove(0);
      }
    }
  }

  /** The log keeps two commits and knows it: an engine that is not faulty. */
  static final class KeepsTwo {
    private KeepsTwo() {}

    @Advice.OnMethodExit
    static void exit(
        @Advice.FieldValue("commits") ArrayList<?> commits,
        @Advice.FieldValue(value = "forgottenUpTo", readOnly = false) double forgottenUpTo) {
      while (commits.size() > 2) {
        forgottenUpTo = ((Commit) commits.remove(0)).ts();
      }
    }
  }

  /** No live query runs again before the one before it has ended. */
  static final class OneAtATime {
    private OneAtATime() {}

    @Advice.OnMethodExit
    static void exit(
        @Advice.FieldValue("running") int running, @Advice.Return(readOnly = false) boolean full) {
      full = running > 0;
    }
  }

  /** What is to wait for the delivery of a commit's effects is done at once. */
  static final class AtOnce {
    private AtOnce() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static boolean enter(@Advice.Argument(0) Runnable reply) {
      reply.run();
      return true;
    }
  }

  /** Clients move although queries wait for the end of a group of messages. */
  static final class RegardlessOfGroup {
    private RegardlessOfGroup() {}

    @Advice.OnMethodEnter
    static boolean enter(
        @Advice.FieldValue(value = "grouping", readOnly = false) boolean grouping) {
      boolean was = grouping;
      grouping = false;
      return was;
    }

    @Advice.OnMethodExit
    static void exit(
        @Advice.Enter boolean was,
        @Advice.FieldValue(value = "grouping", readOnly = false) boolean grouping) {
      grouping = was;
    }
  }

  /** Patches keep what they should take out. */
  static final class RemovesNothing {
    private RemovesNothing() {}

    @Advice.OnMethodExit
    static void exit(@Advice.Return(readOnly = false) String patch) {
      if (patch != null) {
        patch = patch.replaceFirst("\"remove\":\\[[^\\]]*\\]", "\"remove\":[]");
      }
    }
  }

  /** A patch is sent to clients that hold something else than what it is for. */
  static final class AnyBase {
    private AnyBase() {}

    @Advice.OnMethodExit
    static void exit(
        @Advice.FieldValue("patch") String patch, @Advice.Return(readOnly = false) String result) {
      result = patch;
    }
  }

  /** SQL statements that belong together are run one by one. */
  public static final class OneByOne {
    private OneByOne() {}

    public static void transaction(SqlStorage sql, Runnable body) {
      body.run();
    }
  }

  /** Whether anything is awaited is not looked at. */
  public static final class Complete {
    private Complete() {}

    public static boolean isEmpty(Object awaited) {
      return true;
    }
  }
}
