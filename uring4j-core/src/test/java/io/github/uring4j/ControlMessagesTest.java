package io.github.uring4j;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.uring4j.abi.LinuxConstants;
import io.github.uring4j.abi.Structs;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ControlMessagesTest {

  private static final PlainFd[] THREE = {PlainFd.of(5), PlainFd.of(6), PlainFd.of(7)};

  private final MemorySegment control = Arena.ofAuto().allocate(128, Long.BYTES);

  private static List<Integer> descriptors(MemorySegment control) {
    List<Integer> found = new ArrayList<>();
    ControlMessages.forEachDescriptor(control, found::add);
    return found;
  }

  @Test
  void spaceIsThatOfCmsgSpace() {
    assertThat(ControlMessages.rightsSpace(0)).isEqualTo(16);
    assertThat(ControlMessages.rightsSpace(1)).isEqualTo(24);
    assertThat(ControlMessages.rightsSpace(2)).isEqualTo(24);
    assertThat(ControlMessages.rightsSpace(3)).isEqualTo(32);
  }

  @Test
  void rightsAreWrittenWithoutThePaddingInTheirLength() {
    ControlMessages.writeRights(control, THREE);
    assertThat(control.get(JAVA_LONG, Structs.Cmsghdr.CMSG_LEN)).isEqualTo(28);
    assertThat(control.get(JAVA_INT, Structs.Cmsghdr.CMSG_LEVEL))
        .isEqualTo(LinuxConstants.SOL_SOCKET);
    assertThat(control.get(JAVA_INT, Structs.Cmsghdr.CMSG_TYPE))
        .isEqualTo(LinuxConstants.SCM_RIGHTS);
    assertThat(descriptors(control.asSlice(0, 28))).containsExactly(5, 6, 7);
  }

  @Test
  void walkCollectsFromAllRightsAndPassesOverOtherMessages() {
    ControlMessages.writeRights(control, THREE);
    control.set(JAVA_LONG, 32 + Structs.Cmsghdr.CMSG_LEN, 17);
    control.set(JAVA_INT, 32 + Structs.Cmsghdr.CMSG_LEVEL, LinuxConstants.SOL_SOCKET);
    control.set(JAVA_INT, 32 + Structs.Cmsghdr.CMSG_TYPE, LinuxConstants.SCM_CREDENTIALS);
    ControlMessages.writeRights(control.asSlice(56), PlainFd.of(9));
    assertThat(descriptors(control.asSlice(0, 80))).containsExactly(5, 6, 7, 9);
  }

  @Test
  void walkEndsAtWhatIsNoMessage() {
    assertThat(descriptors(MemorySegment.NULL)).isEmpty();
    assertThat(descriptors(control)).as("length 0").isEmpty();

    ControlMessages.writeRights(control, THREE);
    assertThat(descriptors(control.asSlice(0, 24))).as("cut off").isEmpty();
    control.set(JAVA_LONG, Structs.Cmsghdr.CMSG_LEN, -1);
    assertThat(descriptors(control)).as("negative length").isEmpty();
    control.set(JAVA_LONG, Structs.Cmsghdr.CMSG_LEN, Long.MAX_VALUE);
    assertThat(descriptors(control)).as("huge length").isEmpty();
  }
}
