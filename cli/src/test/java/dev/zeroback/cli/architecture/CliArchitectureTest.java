package dev.zeroback.cli.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What each package-info of the CLI says that its package may import. */
@AnalyzeClasses(packages = "dev.zeroback.cli", importOptions = DoNotIncludeTests.class)
class CliArchitectureTest {
  @ArchTest
  static final ArchRule imports_pointDownwards =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("platform")
          .definedBy("dev.zeroback.cli.platform")
          .layer("syntax")
          .definedBy("dev.zeroback.cli.syntax")
          .layer("diagnostic")
          .definedBy("dev.zeroback.cli.diagnostic")
          .layer("analysis")
          .definedBy("dev.zeroback.cli.analysis")
          .layer("check")
          .definedBy("dev.zeroback.cli.check")
          .layer("generate")
          .definedBy("dev.zeroback.cli.generate")
          .layer("command")
          .definedBy("dev.zeroback.cli.command")
          .layer("node")
          .definedBy("dev.zeroback.cli.node")
          .ensureAllClassesAreContainedInArchitectureIgnoring("dev.zeroback.core..")
          .whereLayer("platform")
          .mayNotAccessAnyLayer()
          .whereLayer("syntax")
          .mayNotAccessAnyLayer()
          .whereLayer("diagnostic")
          .mayOnlyAccessLayers("platform", "syntax")
          .whereLayer("analysis")
          .mayOnlyAccessLayers("platform", "syntax", "diagnostic")
          .whereLayer("check")
          .mayOnlyAccessLayers("platform", "syntax", "diagnostic", "analysis")
          .whereLayer("generate")
          .mayOnlyAccessLayers("platform", "syntax", "diagnostic", "analysis")
          .whereLayer("node")
          .mayOnlyAccessLayers("command", "platform")
          .whereLayer("node")
          .mayNotBeAccessedByAnyLayer();

  @ArchTest
  static final ArchRule javaScript_isKnownToNodeOnly =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.zeroback.cli.node")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.teavm..")
          .because("everything else is tested on the JVM");
}
