package dev.zeroback.core.session;

import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.Docs;
import dev.zeroback.core.readset.KeyRange;
import dev.zeroback.core.readset.Read;
import dev.zeroback.core.readset.ReadSet;

/**
 * Read sets as JSON text that fits the room there is for it: exact ranges without their filters, or
 * one range around all those of an index, or whole tables. Each step covers the one before.
 *
 * <p>An array of reads: {@code table} is a whole table, {@code [table,rid]} a row, {@code
 * [table,index,prefix]} the keys that begin with prefix, and {@code
 * [table,index,startKey,startRid,endKey,endRid]} a range.
 */
final class ReadSetText {
  private final Docs docs;

  ReadSetText(Docs docs) {
    this.docs = docs;
  }

  /** At most {@code room} characters up to U+00FF; {@code null} when nothing fits. */
  String encode(ReadSet reads, int room) {
    String text = ranges(reads, room);
    if (text == null) {
      text = ranges(hulls(reads), room);
    }
    return text != null ? text : ranges(wholeTables(reads), room);
  }

  private String ranges(ReadSet reads, int room) {
    String text = "[";
    for (int i = 0; i < reads.size(); i++) {
      text = (i == 0 ? text : text.concat(",")).concat(encode(reads.get(i)));
      if (text.length() >= room) {
        return null;
      }
    }
    return text.concat("]");
  }

  private String encode(Read read) {
    KeyRange range = read.range;
    String table = number(read.table);
    if (range == KeyRange.ALL) {
      return table;
    }
    String head = "[".concat(table).concat(",");
    if (read.index < 0 && range.endKey.isEmpty() && range.endRid == range.startRid + 1) {
      return head.concat(number(range.startRid)).concat("]");
    }
    head = head.concat(number(read.index)).concat(",").concat(text(range.startKey));
    if (range.startRid == 0
        && range.endRid == 0
        && range.endKey.equals(range.startKey.concat(KeyRange.END_KEY))) {
      return head.concat("]");
    }
    return head.concat(",")
        .concat(number(range.startRid))
        .concat(",")
        .concat(text(range.endKey))
        .concat(",")
        .concat(number(range.endRid))
        .concat("]");
  }

  /** One range for each index that was read. */
  private static ReadSet hulls(ReadSet reads) {
    ReadSet hulls = new ReadSet();
    for (int i = 0; i < reads.size(); i++) {
      Read read = reads.get(i);
      int known = 0;
      while (known < hulls.size()
          && (hulls.get(known).table != read.table || hulls.get(known).index != read.index)) {
        known++;
      }
      if (known == hulls.size()) {
        hulls.add(read);
      } else {
        KeyRange hull = hulls.get(known).range.hull(read.range);
        hulls.set(known, new Read(read.table, read.index, hull, null));
      }
    }
    return hulls;
  }

  static ReadSet wholeTables(ReadSet reads) {
    ReadSet tables = new ReadSet();
    for (int i = 0; i < reads.size(); i++) {
      Read whole = new Read(reads.get(i).table, -1, KeyRange.ALL, null);
      if (!tables.covers(whole)) {
        tables.add(whole);
      }
    }
    return tables;
  }

  /** Adds the reads that {@code text} holds to {@code reads}, and returns these. */
  ReadSet decode(Doc text, ReadSet reads) {
    for (int i = 0; i < text.size(); i++) {
      reads.add(read(text.at(i)));
    }
    return reads;
  }

  private static Read read(Doc item) {
    if (item.kind() == Doc.NUMBER) {
      return new Read((int) item.number(), -1, KeyRange.ALL, null);
    }
    int table = (int) item.at(0).number();
    if (item.size() == 2) {
      return new Read(table, -1, KeyRange.ofRow(item.at(1).number()), null);
    }
    String start = item.at(2).string();
    KeyRange range =
        item.size() == 3
            ? KeyRange.ofKeys(start, start.concat(KeyRange.END_KEY))
            : new KeyRange(start, item.at(3).number(), item.at(4).string(), item.at(5).number());
    return new Read(table, (int) item.at(1).number(), range, null);
  }

  private String number(double value) {
    return docs.stringify(docs.of(value));
  }

  private String text(String key) {
    return oneByte(docs.stringify(docs.of(key)));
  }

  /**
   * JSON text with what is above U+00FF escaped: the host stores it with one byte a character. It
   * is put together of single characters then, since longer parts of a text that has two bytes a
   * character have two as well. As long as no character of it is read, V8 keeps the parts, which
   * take 50 times the memory.
   */
  static String oneByte(String json) {
    int narrow = 0;
    while (narrow < json.length() && json.charAt(narrow) <= 0xFF) {
      narrow++;
    }
    if (narrow == json.length()) {
      return json;
    }
    String text = "";
    for (int i = 0; i < json.length(); i++) {
      int unit = json.charAt(i);
      if (unit <= 0xFF) {
        text = text.concat(json.substring(i, i + 1));
      } else {
        text = text.concat("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
          int digit = unit >> shift & 15;
          text = text.concat("0123456789abcdef".substring(digit, digit + 1));
        }
      }
    }
    return text.charAt(0) == 0 ? "" : text;
  }
}
