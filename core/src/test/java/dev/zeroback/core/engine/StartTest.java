package dev.zeroback.core.engine;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.testkit.TestEngine;
import org.junit.jupiter.api.Test;

class StartTest {
  @Test
  void argumentWithAnIdOfAnUndeclaredTable_isRefused() {
    try (TestEngine engine =
        new TestEngine(
            "{'tables':{'users':{'fields':{}}}}",
            "{'users:get':{'kind':'query','visibility':'public',"
                + "'args':{'id':{'type':'optional','inner':{'type':'id','table':'user'}}}}}")) {
      assertThatThrownBy(engine::start)
          .hasFieldOrPropertyWithValue("code", ErrorCode.BAD_REQUEST)
          .hasMessageStartingWith("Functions.users:get.args.id.inner: v.id(\"user\") names a table")
          .hasMessageContaining("Did you mean \"users\"?");
    }
  }
}
