package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FlagNamesTest {

  @Test
  void namesStandInTheOrderOfTheirBits() {
    assertThat(OpenFlags.toString(OpenFlags.CLOEXEC | OpenFlags.CREAT | OpenFlags.RDWR))
        .isEqualTo("RDWR|CREAT|CLOEXEC");
  }

  @Test
  void nameOfSeveralBitsStandsForAll() {
    assertThat(OpenFlags.toString(OpenFlags.WRONLY | OpenFlags.SYNC)).isEqualTo("WRONLY|SYNC");
    assertThat(OpenFlags.toString(OpenFlags.DSYNC)).isEqualTo("DSYNC");
    assertThat(StatxMask.toString(StatxMask.BASIC_STATS | StatxMask.BTIME))
        .isEqualTo("BASIC_STATS|BTIME");
    assertThat(StatxMask.toString(StatxMask.TYPE | StatxMask.SIZE)).isEqualTo("TYPE|SIZE");
  }

  @Test
  void unknownBitsFollowInHexadecimal() {
    assertThat(RwFlags.toString(RwFlags.DSYNC | 0xc000_0000)).isEqualTo("DSYNC|0xc0000000");
    assertThat(RwFlags.toString(0x4000_0000)).isEqualTo("0x40000000");
  }
}
