package dev.zeroback.core.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.zeroback.core.port.TextMap;
import java.util.ArrayDeque;
import java.util.Calendar;
import java.util.Date;
import java.util.EnumMap;
import java.util.Formatter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Scanner;
import java.util.StringJoiner;
import java.util.Timer;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The boundaries of docs/architecture.md: layers, no platform, nothing that is dear in the worker.
 */
@AnalyzeClasses(packages = "dev.zeroback.core", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "dev.zeroback.core.";

  /** From the lowest layer up; a package may import only what stands before it. */
  private static final List<String> LAYERS =
      List.of(
          "port",
          "error",
          "value",
          "validator",
          "schema",
          "readset",
          "storage",
          "query",
          "transaction",
          "scheduler",
          "function",
          "subscription",
          "protocol",
          "session",
          "engine");

  /**
   * What belongs behind a port, and what was measured: it adds tens of kilobytes to the worker or
   * is many times slower than plain code.
   */
  private static final List<String> BANNED_CALLS =
      List.of(
          "java.lang.System.currentTimeMillis",
          "java.lang.System.nanoTime",
          "java.lang.System.getProperty",
          "java.lang.System.arraycopy",
          "java.lang.String.format",
          "java.lang.String.formatted",
          "java.lang.String.split",
          "java.lang.String.matches",
          "java.lang.String.replaceAll",
          "java.lang.String.replaceFirst",
          "java.lang.String.getBytes",
          "java.lang.Double.parseDouble",
          "java.lang.Double.valueOf",
          "java.lang.Double.toString",
          "java.lang.String.chars",
          "java.lang.String.codePoints");

  private static final Class<?>[] BANNED_CLASSES = {
    ArrayDeque.class,
    Calendar.class,
    Date.class,
    EnumMap.class,
    Formatter.class,
    HashMap.class,
    HashSet.class,
    LinkedHashMap.class,
    LinkedList.class,
    Locale.class,
    Optional.class,
    PriorityQueue.class,
    Process.class,
    Random.class,
    Scanner.class,
    StringBuffer.class,
    StringBuilder.class,
    StringJoiner.class,
    Thread.class,
    Timer.class,
    TreeMap.class,
    UUID.class
  };

  @ArchTest
  static final ArchRule everyPackage_isALayer =
      classes().should(new LivesInALayer()).because("docs/architecture.md lists the packages");

  @ArchTest
  static final ArchRule imports_pointDownwards =
      classes().should(new ImportsDownwards()).because("each package may import only lower ones");

  @ArchTest
  static final ArchRule core_knowsOnlyTheLanguageAndCollections =
      classes()
          .that()
          // The worker has another in its place.
          .doNotBelongToAnyOf(TextMap.class)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                      "dev.zeroback.core..",
                      "java.lang",
                      "java.lang.invoke",
                      "java.lang.runtime",
                      "java.util")
                  .and(not(belongToAnyOf(BANNED_CLASSES))))
          .because("the engine runs on any host; what it needs of one is behind a port");

  @ArchTest
  static final ArchRule nothingBanned_isCalled =
      noClasses()
          .should()
          .callMethodWhere(new IsBanned())
          .because("the size and the speed of the worker are measured");

  @ArchTest
  static final ArchRule nothing_isSynchronized =
      methods()
          .should()
          .notHaveModifier(JavaModifier.SYNCHRONIZED)
          .because("one thread runs the engine, and monitors are a hundred times slower");

  private static String layerOf(JavaClass type) {
    String name = type.getPackageName();
    return name.startsWith(ROOT) ? name.substring(ROOT.length()).split("\\.", 2)[0] : "";
  }

  private static final class LivesInALayer extends ArchCondition<JavaClass> {
    LivesInALayer() {
      super("live in a package of the architecture");
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
      boolean known = LAYERS.contains(layerOf(type));
      events.add(
          new SimpleConditionEvent(type, known, type.getName() + " lives in " + layerOf(type)));
    }
  }

  private static final class ImportsDownwards extends ArchCondition<JavaClass> {
    ImportsDownwards() {
      super("import only lower packages");
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
      int layer = LAYERS.indexOf(layerOf(type));
      type.getDirectDependenciesFromSelf()
          .forEach(
              dependency -> {
                int target =
                    LAYERS.indexOf(layerOf(dependency.getTargetClass().getBaseComponentType()));
                events.add(
                    new SimpleConditionEvent(type, target <= layer, dependency.getDescription()));
              });
    }
  }

  private static final class IsBanned extends DescribedPredicate<JavaMethodCall> {
    IsBanned() {
      super("a call that is banned from the worker");
    }

    @Override
    public boolean test(JavaMethodCall call) {
      String owner = call.getTargetOwner().getName();
      return BANNED_CALLS.contains(owner + "." + call.getName());
    }
  }
}
