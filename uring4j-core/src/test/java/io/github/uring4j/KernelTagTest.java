package io.github.uring4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class KernelTagTest {

  @ParameterizedTest
  @EnumSource
  void everyFlagSaysWhichKernelHasIt(FlagClass flagClass) {
    assertThat(Sources.kernelTags(flagClass.type).keySet())
        .containsExactlyElementsOf(flagClass.constants().keySet());
  }

  @Test
  void everyOperationSaysWhichKernelHasIt() {
    assertThat(Sources.kernelTags(Operation.class).keySet())
        .containsExactlyElementsOf(Arrays.stream(Operation.values()).map(Operation::name).toList());
  }

  @Test
  void everyRegisterOperationSaysWhichKernelHasIt() {
    assertThat(Sources.kernelTags(RegisterOperation.class).keySet())
        .containsExactlyElementsOf(
            Arrays.stream(RegisterOperation.values()).map(RegisterOperation::name).toList());
  }

  @ParameterizedTest
  @MethodSource("io.github.uring4j.RingMethods#families")
  void everyOperationOfARingSaysWhichKernelHasItWhatItAnswersAndWhereItIsDocumented(Class<?> type) {
    Map<String, String> javadocs = Sources.methodJavadocs(type);
    assertThat(javadocs.keySet()).containsAll(namesOfMethods(type));
    assertThat(javadocs)
        .allSatisfy(
            (name, javadoc) -> {
              assertThat(Sources.hasKernelTag(javadoc)).as("@kernel of " + name).isTrue();
              assertThat(javadoc).as(name).contains("<p>Result", "https://man7.org/");
            });
  }

  @ParameterizedTest
  @MethodSource("io.github.uring4j.RingMethods#registrations")
  void everyRegistrationSaysWhichKernelHasItAndWhereItIsDocumented(Class<?> type) {
    assertThat(DisabledRing.class.getInterfaces()).contains(type);
    Map<String, String> javadocs = Sources.methodJavadocs(type);
    assertThat(javadocs.keySet()).containsAll(namesOfMethods(type));
    assertThat(javadocs)
        .allSatisfy(
            (name, javadoc) -> {
              assertThat(Sources.hasKernelTag(javadoc)).as("@kernel of " + name).isTrue();
              assertThat(javadoc).as(name).contains("https://man7.org/");
            });
  }

  @ParameterizedTest
  @MethodSource("io.github.uring4j.RingMethods#kindsOfRequests")
  void everyModifierSaysWhichKernelHasIt(Class<?> type) {
    Map<String, String> javadocs = Sources.methodJavadocs(type);
    javadocs.remove("request"); // which asks the kernel nothing
    assertThat(javadocs)
        .allSatisfy(
            (name, javadoc) ->
                assertThat(Sources.hasKernelTag(javadoc)).as("@kernel of " + name).isTrue());
  }

  private static Set<String> namesOfMethods(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
        .map(Method::getName)
        .collect(Collectors.toSet());
  }
}
