package dev.zeroback.core.validator;

import dev.zeroback.core.port.Doc;

/** A record's key as a value. */
final class KeyDoc implements Doc {
  private final String key;

  KeyDoc(String key) {
    this.key = key;
  }

  @Override
  public int kind() {
    return STRING;
  }

  @Override
  public String string() {
    return key;
  }

  @Override
  public boolean isWellFormed() {
    return WellFormed.faultIn(key) < 0;
  }

  @Override
  public double number() {
    throw new IllegalStateException("A key is text");
  }

  @Override
  public boolean bool() {
    throw new IllegalStateException("A key is text");
  }

  @Override
  public long int64() {
    throw new IllegalStateException("A key is text");
  }

  @Override
  public int size() {
    return 0;
  }

  @Override
  public int byteAt(int index) {
    throw new IllegalStateException("A key is text");
  }

  @Override
  public Doc at(int index) {
    throw new IllegalStateException("A key is text");
  }

  @Override
  public String keyAt(int index) {
    throw new IllegalStateException("A key is text");
  }

  @Override
  public Doc field(String name) {
    throw new IllegalStateException("A key is text");
  }

  @Override
  public String foreignName() {
    throw new IllegalStateException("A key is text");
  }
}
