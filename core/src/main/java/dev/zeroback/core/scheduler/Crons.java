package dev.zeroback.core.scheduler;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.Docs;
import dev.zeroback.core.port.SqlStorage;
import dev.zeroback.core.port.TextMap;
import dev.zeroback.core.storage.Alongside;
import dev.zeroback.core.storage.MetaTable;
import dev.zeroback.core.transaction.Transaction;
import dev.zeroback.core.value.DocumentId;

/**
 * The program's recurring jobs. Which job belongs to which declaration is kept in the meta table as
 * {@code {name: [id, declaration]}}: only a start with other declarations writes anything.
 */
public final class Crons {
  private final MetaTable meta;
  private final Docs docs;
  private final Doc declared;
  private final TextMap<CronJob> byName = new TextMap<>();

  /**
   * @param declared an array of declarations; absent if there are none
   * @throws ZerobackException {@link ErrorCode#BAD_REQUEST} naming the one that is wrong
   */
  public Crons(SqlStorage sql, Docs docs, Doc declared) {
    this.meta = new MetaTable(sql);
    this.docs = docs;
    this.declared = declared;
    for (int i = 0; i < size(); i++) {
      CronJob cron = new CronJob(declared.at(i));
      if (!byName.putNew(cron.name, cron)) {
        throw new ZerobackException(
            ErrorCode.BAD_REQUEST, "Two cron jobs are named \"" + cron.name + "\". Rename one.");
      }
    }
  }

  public int size() {
    return declared.kind() == Doc.ARRAY ? declared.size() : 0;
  }

  public CronJob get(int position) {
    return byName.get(declared.at(position).field("name").string());
  }

  /** The declaration that a job follows; {@code null} for a job that runs once. */
  CronJob of(Doc job) {
    Doc name = job.field("cron");
    return name.kind() == Doc.STRING ? byName.get(name.string()) : null;
  }

  /** What is stored of the declarations. */
  public String stored() {
    String text = meta.get("crons");
    return text == null ? "{}" : text;
  }

  /** Stores {@link #sync}'s result; for the same commit. */
  public Alongside storing(String text) {
    return meta.setting("crons", text);
  }

  /**
   * Makes the jobs follow the declarations and the clock: adds those of new ones, changes those of
   * changed ones and those that are due later than a new one would be, and forgets those that are
   * no longer declared.
   *
   * @return what is to be stored now
   */
  public String sync(Transaction transaction, Jobs jobs, String stored, double now) {
    Doc before = docs.parse(stored);
    Docs.ObjectBuilder after = docs.object();
    for (int i = 0; i < size(); i++) {
      CronJob cron = get(i);
      String declaration = docs.stringify(declared.at(i));
      Doc known = before.field(cron.name);
      double first = cron.first(now);
      String id;
      if (known.kind() == Doc.ABSENT) {
        id = jobs.add(transaction, cron.function, cron.args, first, cron.name);
      } else {
        id = known.at(0).string();
        DocumentId job = DocumentId.parse(id);
        // One that is due later has seen the clock set back.
        if (!known.at(1).string().equals(declaration)
            || jobs.get(transaction, job).field("scheduledTime").number() > first) {
          jobs.change(transaction, job, cron, first);
        }
      }
      Docs.ArrayBuilder entry = docs.array();
      entry.add(docs.of(id));
      entry.add(docs.of(declaration));
      after.set(cron.name, entry.build());
    }
    for (int i = 0; i < before.size(); i++) {
      String name = before.keyAt(i);
      if (!byName.has(name)) {
        jobs.forget(transaction, DocumentId.parse(before.field(name).at(0).string()));
      }
    }
    return docs.stringify(after.build());
  }
}
