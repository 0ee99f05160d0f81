package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompletionFlagsTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 32_767, 32_768, 65_535})
  void bufferIdIsUnsigned(int id) {
    int flags = CompletionFlags.BUFFER | CompletionFlags.MORE | id << 16;
    assertThat(CompletionFlags.bufferId(flags)).isEqualTo(id);
    assertThat(CompletionFlags.hasBuffer(flags)).isTrue();
    assertThat(CompletionFlags.toString(flags)).isEqualTo("BUFFER|MORE|bufferId=" + id);
  }

  @Test
  void otherFlagsAreNeitherMoreNorBuffer() {
    int flags = ~(CompletionFlags.MORE | CompletionFlags.BUFFER);
    assertThat(CompletionFlags.hasMore(flags)).isFalse();
    assertThat(CompletionFlags.hasBuffer(flags)).isFalse();
  }

  @Test
  void moreIsSeenAmongOthers() {
    assertThat(CompletionFlags.hasMore(CompletionFlags.MORE | CompletionFlags.NOTIF)).isTrue();
  }

  @Test
  void upperBitsWithoutBufferAreNoId() {
    assertThat(CompletionFlags.toString(CompletionFlags.CQE32 | CompletionFlags.TSTAMP_HW))
        .isEqualTo("CQE32|TSTAMP_HW");
  }
}
