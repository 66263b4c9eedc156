package dev.zeroback.worker.build;

import org.teavm.extension.spi.substitution.SubstitutionPolicy;
import org.teavm.extension.spi.substitution.SubstitutionSink;

/** Classes of the engine that the worker has others for. */
public final class NativeClasses implements SubstitutionPolicy {
  @Override
  public void contribute(SubstitutionSink sink) {
    sink.selectClasses("dev.zeroback.core.port.TextMap"::equals)
        .replacePackage("dev.zeroback.core.port", "dev.zeroback.worker")
        .simpleNamePrefix("Js");
  }
}
