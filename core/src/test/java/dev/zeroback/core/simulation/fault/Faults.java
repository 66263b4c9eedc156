package dev.zeroback.core.simulation.fault;

import java.util.List;

/** What can be wrong with the engine. */
final class Faults {
  private Faults() {}

  /** Changes that leave the engine right: the simulation must not complain about them. */
  static List<Fault> harmless() {
    return List.of(
        new Fault("nothing is wrong"),
        smallAttachments("attachments that hold next to nothing"),
        littleMemory("live queries that run one at a time, are told at once, and are hardly kept"),
        new Fault("a log of two commits")
            .advised("transaction.CommitLog", "append", Advised.KeepsTwo.class));
  }

  static List<Fault> all() {
    return List.of(
        new Fault("OCC validation off").returns("transaction.CommitLog", "stillHolds", true),
        new Fault("OCC validates the commit, not the reads before it")
            .skips("transaction.Transaction", "advanceOrFail"),
        new Fault("log too old is not noticed")
            .advised("transaction.CommitLog", "append", Advised.ForgetsSilently.class)
            .noticedBy(328),
        new Fault("range of a limit too narrow, ascending")
            .advised("readset.KeyRange", "endingWith", Advised.WithoutLastRow.class),
        new Fault("range of a limit too narrow, descending")
            .advised("readset.KeyRange", "beginningWith", Advised.WithoutFirstRow.class)
            .noticedBy(37),
        new Fault("reads by id are not recorded")
            .advised("readset.ReadSet", "add", Advised.NoPointReads.class),
        new Fault("filtered reads are not disturbed by anything")
            .advised("readset.Read", "passes", Advised.NeverFiltered.class),
        new Fault("live queries ignore old versions")
            .advised("subscription.ReadIndex", "collect", Advised.WithoutOldVersions.class),
        new Fault("live queries ignore new versions")
            .advised("subscription.ReadIndex", "collect", Advised.WithoutNewVersions.class),
        new Fault("what a live query has found is not brought up to date")
            .skips("readset.Read", "follow"),
        new Fault("documents that were read by id are not brought up to date")
            .skips("storage.RecentDocuments", "follow"),
        new Fault("interval index keeps no largest end")
            .skips("subscription.IntervalIndex", "raise"),
        new Fault("commits wake nobody who has slept since an eviction")
            .skips("session.SleepingSession", "wake"),
        new Fault("own writes are not seen by queries").skips("transaction.WriteBuffer", "of"),
        new Fault("failed nested mutations keep their writes")
            .skips("transaction.WriteBuffer", "rollBackTo")
            .noticedBy(9),
        new Fault("commits are not atomic")
            .redirects("transaction.Transactions", "write", "transaction", Advised.OneByOne.class),
        new Fault("no retry").returns("function.Run", "attempts", 6).noticedBy(11),
        new Fault("exactly once off: outcomes are not kept")
            .skips("session.MutationRecord", "outcome")
            .returns("session.MutationRecord", "applied", 0.0)
            .noticedBy(27),
        new Fault("exactly once off: a resend does not join the run")
            .skips("session.MutationRecord", "underWay")
            .noticedBy(175),
        new Fault("exactly once off: sockets that a client has left are listened to")
            .returns("session.ClientSession", "isSuperseded", false)
            .noticedBy(875),
        new Fault("a session's mutations overtake one that is to be sent again")
            .returns("session.MutationRecord", "isEarly", false)
            .noticedBy(106),
        new Fault("a number that a client was told is given out again")
            .skips("transaction.CommitLog", "startAfter")
            .noticedBy(17),
        new Fault("a job's end is not part of its commit").skips("scheduler.Jobs", "end"),
        new Fault("a job that was cancelled while it ran takes effect")
            .returns("engine.JobRecords", "isUnfinished", true)
            .noticedBy(489),
        new Fault("the alarm is not set for new jobs")
            .skips("engine.ScheduledRuns", "onCommit")
            .noticedBy(7),
        new Fault("an action's job is not recorded before it begins")
            .skips("scheduler.Jobs", "begin")
            .noticedBy(12),
        new Fault("what was in doubt before an eviction is not run again")
            .skips("engine.Propagation", "rerunRestored")
            .noticedBy(992),
        new Fault("no re-run after waking")
            .skips("subscription.LiveQueries", "restoreReads")
            .skips("engine.Propagation", "rerunRestored"),
        new Fault("a doubtful answer is stored as known")
            .returns("session.SubscriptionText", "isKnown", true),
        smallAttachments("hashes that did not fit the attachment are forgotten")
            .skips("session.StoredState", "keepHash")
            .noticedBy(34),
        smallAttachments("what is stored in the table is never outdated")
            .returns("session.Subscription", "isOutdated", true)
            .noticedBy(28),
        new Fault("result before its transition")
            .advised("engine.Rounds", "afterDelivery", Advised.AtOnce.class),
        new Fault("a client's queries move one by one")
            .redirects("engine.Rounds", "isComplete", "isEmpty", Advised.Complete.class),
        new Fault("what a group of messages made stale stays so")
            .skips("engine.Rounds", "endGroup"),
        new Fault("a client moves while a group of messages is handled")
            .advised("engine.Rounds", "isComplete", Advised.RegardlessOfGroup.class)
            .noticedBy(93),
        littleMemory("what is still to be told is forgotten")
            .returns("subscription.LiveQuery", "isToBeTold", false),
        littleMemory("who waits for more is told what is known")
            .skips("session.ClientSession", "hold"),
        new Fault("a closed round tells what later commits have changed")
            .returns("engine.Round", "changes", false)
            .noticedBy(115),
        new Fault("a search does not depend on what it has found")
            .returns("query.SearchRelevance", "isFound", false)
            .noticedBy(144),
        new Fault("a search does not depend on whether its filter is passed")
            .returns("query.SearchRelevance", "passes", true)
            .noticedBy(55),
        new Fault("a search does not depend on its texts")
            .returns("query.SearchRelevance", "text", "="),
        new Fault("equal results are sent again").returns("session.Subscription", "sentHash", ""),
        new Fault("patch removes nothing")
            .advised("subscription.ListPatch", "of", Advised.RemovesNothing.class)
            .noticedBy(47),
        new Fault("patch for another result")
            .advised("subscription.LiveQuery", "patchFrom", Advised.AnyBase.class)
            .noticedBy(141),
        new Fault("all identities share one result")
            .returns("function.Identity", "key", "same")
            .noticedBy(45));
  }

  /** Subscriptions go to the table. */
  private static Fault littleMemory(String name) {
    return new Fault(name)
        .advised("engine.Reruns", "isFull", Advised.OneAtATime.class)
        .returns("engine.Round", "isLarge", true)
        .returns("subscription.KeptResults", "isFull", true);
  }

  private static Fault smallAttachments(String name) {
    return new Fault(name).returns("session.SessionStore", "subscriptionChars", 600);
  }
}
