package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Slots and generations: a value names one request, ever. */
class SlotTableTest {

  private static long take(SlotTable table, int opcode, int fd, Object data, Object keep) {
    table.reserve();
    return table.allocate(opcode, fd, data, keep);
  }

  @Test
  void aTakenSlotHoldsWhatItWasGiven() {
    SlotTable table = new SlotTable(4);
    Object keep = new Object();
    long userData = take(table, 127, -100, "data", keep);
    int slot = table.find(userData);
    assertThat(slot).isEqualTo(UserData.slot(userData));
    assertThat(table.isTaken(slot)).isTrue();
    assertThat(table.userData(slot)).isEqualTo(userData);
    assertThat(table.data(slot)).isEqualTo("data");
    assertThat(table.kept(slot)).isSameAs(keep);
    assertThat(table.opcode(slot)).isEqualTo(127);
    assertThat(table.fd(slot)).isEqualTo(-100);
    assertThat(table.inUse()).isEqualTo(1);
  }

  @Test
  void aSlotThatIsGivenBackKeepsNothingAlive() {
    SlotTable table = new SlotTable(4);
    Object keep = new Object();
    long userData = take(table, 1, 2, "data", keep);
    int slot = table.find(userData);
    assertThat(table.release(slot)).isSameAs(keep);
    assertThat(table.find(userData)).isEqualTo(-1);
    assertThat(table.isTaken(slot)).isFalse();
    assertThat(table.data(slot)).isNull();
    assertThat(table.kept(slot)).isNull();
    assertThat(table.inUse()).isZero();
    long next = take(table, 1, 2, null, null);
    assertThat(table.find(next)).isEqualTo(slot);
    assertThat(table.kept(slot)).isNull();
  }

  @Test
  void itGrowsBeyondItsFirstSizeAndKeepsWhatItHolds() {
    SlotTable table = new SlotTable(2);
    List<Long> all = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      all.add(take(table, i % 60, i, i, "keep" + i));
    }
    assertThat(all).doesNotHaveDuplicates();
    assertThat(table.capacity()).isEqualTo(1_024);
    assertThat(table.inUse()).isEqualTo(1_000);
    for (int i = 0; i < 1_000; i++) {
      int slot = table.find(all.get(i));
      assertThat(table.data(slot)).isEqualTo(i);
      assertThat(table.kept(slot)).isEqualTo("keep" + i);
      assertThat(table.opcode(slot)).isEqualTo(i % 60);
      assertThat(table.fd(slot)).isEqualTo(i);
    }
  }

  @Test
  void theSlotThatWasJustUsedIsUsedNext() {
    SlotTable table = new SlotTable(8);
    take(table, 0, 0, null, null);
    int slot = table.find(take(table, 0, 0, null, null));
    table.release(slot);
    assertThat(table.find(take(table, 0, 0, null, null))).isEqualTo(slot);
  }

  @Test
  void aSlotNeverGivesTheSameValueTwiceInARow() {
    SlotTable table = new SlotTable(1);
    List<Long> seen = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      long userData = take(table, 0, 0, null, null);
      assertThat(UserData.isInternal(userData)).isFalse();
      seen.add(userData);
      table.release(table.find(userData));
    }
    assertThat(seen).doesNotHaveDuplicates();
    assertThat(seen).allMatch(each -> table.find(each) == -1);
  }

  @Test
  void theGenerationWrapsWithoutTouchingTheOtherBits() {
    long last = (Long.MAX_VALUE & -(1L << UserData.SLOT_BITS)) | 5;
    long next = UserData.nextGeneration(last);
    assertThat(next).isEqualTo(5);
    assertThat(UserData.isInternal(next)).isFalse();
    assertThat(UserData.slot(last)).isEqualTo(5);
  }

  @Test
  void aFreeSlotIsFoundByNoValue() {
    SlotTable table = new SlotTable(4);
    for (int slot = 0; slot < 4; slot++) {
      long next = table.userData(slot) & Long.MAX_VALUE;
      assertThat(table.find(next)).isEqualTo(-1);
      assertThat(UserData.isInternal(table.userData(slot))).isTrue();
    }
    assertThat(table.find(0)).isEqualTo(-1);
    assertThat(table.find(-1)).isEqualTo(-1);
    assertThat(table.find(Long.MAX_VALUE)).isEqualTo(-1);
  }

  @Test
  void theValuesOfOneTableAreForeignToAnother() {
    SlotTable one = new SlotTable(8);
    SlotTable other = new SlotTable(8);
    for (int i = 0; i < 8; i++) {
      long mine = take(one, 0, 0, null, null);
      long theirs = take(other, 0, 0, null, null);
      assertThat(one.find(theirs)).isEqualTo(-1);
      assertThat(other.find(mine)).isEqualTo(-1);
    }
  }

  @Test
  void theLastSlotIsTheLimitAndTheTableStaysWhole() {
    SlotTable table = new SlotTable(UserData.MAX_SLOTS);
    long last = 0;
    for (int i = 0; i < UserData.MAX_SLOTS; i++) {
      last = take(table, 0, 0, null, null);
    }
    assertThat(UserData.slot(last)).isEqualTo(UserData.MAX_SLOTS - 1);
    assertThatThrownBy(table::reserve)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(UserData.MAX_SLOTS + " slots");
    assertThat(table.inUse()).isEqualTo(UserData.MAX_SLOTS);
    table.release(table.find(last));
    assertThat(table.find(take(table, 0, 0, "again", null))).isEqualTo(UserData.MAX_SLOTS - 1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void itAgreesWithAMap(long seed) {
    Random random = new Random(seed);
    SlotTable table = new SlotTable(1);
    Map<Long, Integer> model = new HashMap<>();
    List<Long> ended = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      if (model.isEmpty() || random.nextInt(100) < 51) {
        long userData = take(table, 0, i, i, null);
        assertThat(model.put(userData, i)).isNull();
      } else {
        List<Long> keys = List.copyOf(model.keySet().stream().limit(3).toList());
        long userData = keys.get(random.nextInt(keys.size()));
        int slot = table.find(userData);
        assertThat(table.data(slot)).isEqualTo(model.remove(userData));
        table.release(slot);
        ended.add(userData);
      }
      assertThat(table.inUse()).isEqualTo(model.size());
    }
    assertThat(ended).allMatch(userData -> table.find(userData) == -1);
    model.forEach((userData, data) -> assertThat(table.data(table.find(userData))).isEqualTo(data));
  }
}
