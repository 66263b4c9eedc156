package dev.zeroback.core.session;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.Clock;
import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.Docs;
import dev.zeroback.core.port.Entropy;
import dev.zeroback.core.port.SqlStorage;
import dev.zeroback.core.port.TextMap;
import dev.zeroback.core.protocol.ClientMessage;
import dev.zeroback.core.scheduler.AlarmClock;
import dev.zeroback.core.session.MutationRecord.Outcome;
import dev.zeroback.core.storage.Alongside;
import dev.zeroback.core.storage.MetaTable;
import java.util.ArrayList;

/**
 * Applies each numbered mutation of a session once, in the order of arrival. The record of a
 * session is one row, written in the commit of the mutation itself: a resend finds the stored
 * outcome, also after an eviction or on another socket.
 */
public final class ExactlyOnce {
  static final double DAY_MILLIS = 24 * 60 * 60 * 1_000d;

  /** A session without mutations is forgotten after this time. */
  static final double IDLE_MILLIS = 30 * DAY_MILLIS;

  private static final String CREATE =
      "CREATE TABLE IF NOT EXISTS _zb_session (id TEXT PRIMARY KEY, identity TEXT NOT NULL, applied REAL NOT NULL,"
          + " outcomes TEXT NOT NULL, touched REAL NOT NULL) WITHOUT ROWID";

  private static final String UPSERT =
      "INSERT INTO _zb_session (id, identity, applied, outcomes, touched) VALUES (?, ?, ?, ?, ?)"
          + " ON CONFLICT (id) DO UPDATE SET applied = excluded.applied, outcomes = excluded.outcomes,"
          + " touched = excluded.touched";

  private final Sessions sessions;
  private final SqlStorage sql;
  private final MetaTable meta;
  private final Docs docs;
  private final Clock clock;
  private final Entropy entropy;
  private final TextMap<MutationRecord> records = new TextMap<>();
  private AlarmClock alarm;
  private SqlStorage.Statement select;
  private SqlStorage.Statement upsert;

  public ExactlyOnce(SqlStorage sql, Docs docs, Clock clock, Entropy entropy, Sessions sessions) {
    this.sessions = sessions;
    this.sql = sql;
    this.meta = new MetaTable(sql);
    this.docs = docs;
    this.clock = clock;
    this.entropy = entropy;
  }

  /**
   * @param clock tells when to {@link #prune}
   */
  public void start(AlarmClock clock) {
    alarm = clock;
    sql.prepare(CREATE).run();
    select = sql.prepare("SELECT identity, applied, outcomes FROM _zb_session WHERE id = ?");
    upsert = sql.prepare(UPSERT);
  }

  /** The answer to {@code hello}: the session to use and what is known of it. */
  public record Greeting(String session, boolean known, double applied) {}

  /**
   * Opens a session for an identity. A name that belongs to another identity is not given away.
   *
   * @param proposed {@code null} to be given a name
   */
  public Greeting open(String proposed, String identityKey) {
    String name = proposed == null ? mintName() : proposed;
    MutationRecord record = find(name, identityKey);
    if (!record.identityKey().equals(identityKey)) {
      record = find(mintName(), identityKey);
    }
    return new Greeting(record.name(), record.isStored(), record.applied());
  }

  /**
   * Takes a numbered mutation in. It is answered at once when its outcome is known, joins the run
   * of the same number, or waits for its turn; {@link #next} tells when that comes.
   *
   * @return the commit that the client was told of; 0 if the mutation was not answered
   * @throws ZerobackException {@link ErrorCode#SESSION_EXPIRED} when the number was applied and its
   *     outcome is no longer kept, or the client has moved to another socket; {@link
   *     ErrorCode#RATE_LIMITED} when too many are unacknowledged
   */
  public double accept(ClientSession session, ClientMessage.Mutation request) {
    if (session.isSuperseded()) {
      throw new ZerobackException(
          ErrorCode.SESSION_EXPIRED,
          "This session goes on on a newer connection, which sends what has no outcome yet.");
    }
    if (alarm.time(AlarmClock.SESSIONS) == AlarmClock.NEVER) {
      prune();
    }
    MutationRecord record = find(session.name(), session.identity().key());
    record.acknowledged(request.ack());
    Outcome outcome = record.outcome(request.seq());
    if (outcome != null) {
      answer(session, request, outcome);
      return outcome.ts();
    }
    SessionMutation underWay = record.underWay(request.seq());
    if (underWay != null) {
      underWay.join(session.socket(), request.id());
      return 0;
    }
    if (record.wasAnswered(request.seq())) {
      throw new ZerobackException(
          ErrorCode.SESSION_EXPIRED,
          "Mutation "
              + docs.number(request.seq())
              + " of this session was answered earlier; it is not run again.");
    }
    if (record.isEarly(request.seq())) {
      throw outOfTurn();
    }
    if (record.isFull()) {
      throw new ZerobackException(
          ErrorCode.RATE_LIMITED,
          "This session has "
              + MutationRecord.MAX_UNACKNOWLEDGED
              + " mutations that are not acknowledged; send \"ack\" with the next ones.");
    }
    SessionMutation mutation = new SessionMutation(request, record, session.identity());
    mutation.join(session.socket(), request.id());
    record.enqueue(mutation);
    return 0;
  }

  private static void answer(
      ClientSession session, ClientMessage.Mutation request, Outcome outcome) {
    if (outcome.tooLarge()) {
      throw new ZerobackException(
          ErrorCode.TOO_LARGE,
          "The mutation was applied, but its result was too large to be kept for a resend.");
    }
    session.sendMutationResult(request.id(), outcome.result(), outcome.ts());
  }

  /** The mutation of the session that is to run now; {@code null} if none is. */
  public SessionMutation next(ClientSession session) {
    return find(session.name(), session.identity().key()).next();
  }

  /** The mutation that is to run after {@code mutation} has ended; {@code null} if none is. */
  public SessionMutation nextAfter(SessionMutation mutation) {
    mutation.record().ended();
    SessionMutation next = mutation.record().next();
    release(mutation.record().name());
    return next;
  }

  /**
   * A mutation has failed. It is in no record: only the socket on which the client now speaks may
   * send its number again, as long as no other has been taken in. One that has lost against others,
   * or whose sign-in had ended, is likely to come again: those behind it have to wait for that.
   *
   * @return the mutation that is to run now; {@code null} if none is
   */
  public SessionMutation failed(
      SessionMutation mutation, Sessions sessions, ZerobackException error) {
    mutation.fail(sessions, error);
    SessionMutation next = nextAfter(mutation);
    if (error.code() == ErrorCode.CONFLICT || error.code() == ErrorCode.UNAUTHENTICATED) {
      while (next != null) {
        next.fail(sessions, outOfTurn());
        next = nextAfter(next);
      }
      mutation.record().takesAgain(mutation.seq());
    }
    return next;
  }

  private static ZerobackException outOfTurn() {
    return new ZerobackException(
        ErrorCode.CONFLICT, "A mutation sent before this one is to be tried again first.");
  }

  /** The record of an applied mutation, for its commit. */
  public Alongside record(SessionMutation mutation, String result) {
    return new Alongside() {
      @Override
      public SqlStorage.Statement statement() {
        return upsert;
      }

      @Override
      public String text() {
        return UPSERT;
      }

      @Override
      public void bind(SqlStorage.Statement statement, double ts) {
        MutationRecord record = mutation.record();
        boolean tooLarge = result != null && result.length() > record.room();
        Outcome outcome = outcome(mutation.seq(), ts, tooLarge ? null : result, tooLarge);
        statement
            .bind(record.name())
            .bind(record.identityKey())
            .bind(Math.max(record.applied(), mutation.seq()))
            .bind(record.textWith(outcome))
            .bind(clock.nowMillis());
        mutation.commits(outcome);
      }
    };
  }

  /** The record of a session, read from the database the first time. */
  private MutationRecord find(String name, String identityKey) {
    MutationRecord record = records.get(name);
    if (record == null) {
      SqlStorage.Rows rows = select.bind(name).query();
      if (rows.next()) {
        record = new MutationRecord(name, rows.text(0));
        record.restored(rows.number(1), decode(docs.parse(rows.text(2))));
      } else {
        record = new MutationRecord(name, identityKey);
      }
      records.put(name, record);
    }
    return record;
  }

  /**
   * Forgets the record of a session that no socket is open for, unless a mutation of it is under
   * way; the database keeps it.
   */
  public void release(String name) {
    MutationRecord record = records.get(name);
    if (record != null && record.isIdle() && !sessions.isOpen(name)) {
      records.remove(name);
    }
  }

  /**
   * Forgets, once a day, the sessions without a socket that have been idle for {@link
   * #IDLE_MILLIS}, and sets the alarm for the next time. A client of such a session learns from
   * {@code hello} that it is not known.
   */
  public void prune() {
    String pruned = meta.get("sessions_pruned");
    double last = pruned == null ? 0 : docs.parse(pruned).number();
    double now = clock.nowMillis();
    if (now - last >= DAY_MILLIS) {
      last = now;
      sql.prepare(
              "DELETE FROM _zb_session WHERE touched < ?"
                  + " AND id NOT IN (SELECT value FROM json_each(?))")
          .bind(now - IDLE_MILLIS)
          .bind(sessions.names())
          .run();
      meta.set("sessions_pruned", docs.number(now));
    }
    boolean any = sql.prepare("SELECT 1 FROM _zb_session LIMIT 1").query().next();
    alarm.set(AlarmClock.SESSIONS, any ? last + DAY_MILLIS : AlarmClock.NEVER);
  }

  private String mintName() {
    String name = "";
    for (int i = 0; i < 32; i++) {
      int digit = entropy.nextBits(4);
      name = name.concat("0123456789abcdef".substring(digit, digit + 1));
    }
    return name;
  }

  /** An outcome whose text is {@code [seq, ts, tooLarge, result?]}. */
  private Outcome outcome(double seq, double ts, String result, boolean tooLarge) {
    String text =
        "["
            .concat(docs.number(seq))
            .concat(",")
            .concat(docs.number(ts))
            .concat(tooLarge ? ",true" : ",false");
    return new Outcome(
        seq,
        ts,
        result,
        tooLarge,
        (result == null ? text : text.concat(",").concat(result)).concat("]"));
  }

  private ArrayList<Outcome> decode(Doc list) {
    ArrayList<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      Doc item = list.at(i);
      String result = item.size() > 3 ? docs.stringify(item.at(3)) : null;
      outcomes.add(outcome(item.at(0).number(), item.at(1).number(), result, item.at(2).bool()));
    }
    return outcomes;
  }
}
