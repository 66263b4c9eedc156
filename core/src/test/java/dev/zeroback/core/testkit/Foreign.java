package dev.zeroback.core.testkit;

/** Stands in a tree for something that no document can hold, such as a {@code Date}. */
public record Foreign(String name) {}
