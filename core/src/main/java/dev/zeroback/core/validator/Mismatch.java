package dev.zeroback.core.validator;

/** What is wrong with a value and where; the path is put together on the way out. */
final class Mismatch {
  private final String message;
  private String path = "";

  /** How many steps below the checked value the fault lies; a union reports its deepest branch. */
  private int depth;

  Mismatch(String message) {
    this.message = message;
  }

  int depth() {
    return depth;
  }

  Mismatch inField(String name) {
    path = ".".concat(name).concat(path);
    depth++;
    return this;
  }

  Mismatch inElement(int index) {
    path = "[".concat(Integer.toString(index)).concat("]").concat(path);
    depth++;
    return this;
  }

  String under(String root) {
    return root.concat(path).concat(": ").concat(message);
  }
}
