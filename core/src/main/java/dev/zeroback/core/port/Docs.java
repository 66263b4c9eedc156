package dev.zeroback.core.port;

/** Makes and serialises the host's values. */
public interface Docs {
  /**
   * Parses JSON text, decoding {@code {"$int64":..}}, {@code {"$bytes":..}} and {@code
   * {"$float64":..}}.
   *
   * @return {@code null} when {@code json} is not JSON or a tagged value is malformed
   */
  Doc parse(String json);

  /**
   * Serialises a value to JSON text with tagged int64, bytes and special numbers. Absent members of
   * objects are left out. {@code value} is not absent itself.
   *
   * @throws NotJson when a part of it is {@link Doc#FOREIGN} or it is nested too deeply
   */
  String stringify(Doc value);

  /** The JSON text of a finite number other than -0. */
  String number(double value);

  /**
   * What JSON text of a value says, as an opaque handle that only comparisons take, and as their
   * second argument.
   *
   * @param value the one whose text it is: the handle may share with it what cannot change
   */
  Doc comparable(String json, Doc value);

  /**
   * A quick look whether two objects hold the same; {@code false} may mean that it was not worth
   * finding out. The order of members does not count.
   */
  boolean surelyEqual(Doc a, Doc b);

  /** How many elements at the starts of two arrays are surely equal, place by place. */
  int commonStart(Doc a, Doc b);

  /**
   * How many elements at the ends of two arrays are surely equal, counted from the end; the first
   * {@code from} of each are left out.
   */
  int commonEnd(Doc a, Doc b, int from);

  /**
   * An array with {@code elements} in place of those of {@code array} from one place to another. It
   * may be {@code array} itself, which is of no use otherwise any more.
   */
  Doc spliced(Doc array, int from, int to, Doc elements);

  /** A copy that shares nothing with {@code value}, which came from JSON text. */
  Doc copy(Doc value);

  /**
   * Puts {@code document} into an array of documents, in place of the one with its {@code _id};
   * {@code false} if there is none.
   */
  boolean replace(Doc documents, Doc document);

  /**
   * Puts {@code document}, if it is not absent, into an array of documents at a place, instead of
   * so many that are there.
   */
  void putAt(Doc documents, int place, int removed, Doc document);

  /**
   * A new object with the members of {@code object}, and those of {@code members} in their place or
   * after them; one that is absent is removed. It shares their values with both.
   */
  Doc patched(Doc object, Doc members);

  Doc absent();

  Doc nullValue();

  Doc of(String value);

  Doc of(double value);

  Doc of(boolean value);

  /** Starts a new array. */
  ArrayBuilder array();

  /** Starts a new object. */
  ObjectBuilder object();

  /** Appends elements to a host array; {@link #build} ends it. */
  interface ArrayBuilder {
    void add(Doc element);

    Doc build();
  }

  /** Sets members of a host object; {@link #build} ends it. */
  interface ObjectBuilder {
    void set(String key, Doc value);

    Doc build();
  }

  /** A value that no frame and no document can hold. The message names the part. */
  final class NotJson extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotJson(String message) {
      super(message);
    }
  }
}
