package dev.zeroback.core.port;

/**
 * An opaque handle to one value of the host: a document, an argument, or a part of either.
 *
 * <p>In the worker it wraps a native JavaScript value, on the JVM a plain tree. Most of the engine
 * only passes handles on; the validator, the key encoder, the filter evaluator and the frame
 * decoder look inside. A handle is read-only.
 *
 * <p>The constants of {@link #kind()} up to {@link #OBJECT} are also the ranks of the value order:
 * values of different kinds compare by kind.
 */
public interface Doc {
  int ABSENT = 0;
  int NULL = 1;

  /**
   * A signed 64-bit integer; a {@code bigint} in JavaScript. A bigint out of range is {@link
   * #FOREIGN}.
   */
  int INT64 = 2;

  /** An IEEE 754 double, NaN, infinities and -0 included. */
  int NUMBER = 3;

  int BOOLEAN = 4;

  /** UTF-16 text; it may be ill-formed, which the validator refuses. */
  int STRING = 5;

  /** An ArrayBuffer in JavaScript. */
  int BYTES = 6;

  int ARRAY = 7;

  /**
   * A plain object: own enumerable string keys only. A key whose value is {@code undefined} is a
   * present key.
   */
  int OBJECT = 8;

  /** Something that no document can hold: a Date, Map, function, symbol or class instance. */
  int FOREIGN = 9;

  int kind();

  /** The value of a {@link #NUMBER}. */
  double number();

  /** The value of a {@link #STRING}. */
  String string();

  /** Whether the value of a {@link #STRING} has no half of a surrogate pair without the other. */
  boolean isWellFormed();

  /** The value of a {@link #BOOLEAN}. */
  boolean bool();

  /** The value of an {@link #INT64}. Slow in the worker: only the integer paths call it. */
  long int64();

  /** Elements of an {@link #ARRAY}, bytes of {@link #BYTES}, own keys of an {@link #OBJECT}. */
  int size();

  /** Byte {@code index} of {@link #BYTES}, 0 to 255. */
  int byteAt(int index);

  /** Element {@code index} of an {@link #ARRAY}. */
  Doc at(int index);

  /** Own key {@code index} of an {@link #OBJECT}, in the host's order. */
  String keyAt(int index);

  /**
   * The own field {@code name} of an {@link #OBJECT}; a handle of kind {@link #ABSENT} where there
   * is none, and of a value of any other kind.
   */
  Doc field(String name);

  /**
   * What a {@link #FOREIGN} value is, for messages: {@code Date}, {@code function}, {@code bigint
   * out of range}.
   */
  String foreignName();
}
