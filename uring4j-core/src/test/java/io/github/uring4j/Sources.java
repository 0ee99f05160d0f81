package io.github.uring4j;

import io.github.uring4j.abi.AbiTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads Javadoc from the sources of this module. */
final class Sources {

  private static final Pattern CONSTANT =
      Pattern.compile(
          "/\\*\\*((?:(?!\\*/).)*)\\*/\\s+(?:public static final int )?([A-Z][A-Z0-9_]*)(?= =|\\()",
          Pattern.DOTALL);
  private static final Pattern METHOD =
      Pattern.compile(
          "/\\*\\*((?:(?!\\*/).)*)\\*/\\s+(?:default|public final|public) (?:<[^>]*>"
              + " )?\\w+(?:<\\w+>)? (\\w+)\\(",
          Pattern.DOTALL);
  private static final Pattern KERNEL = Pattern.compile("\\* @kernel (\\d+\\.\\d+(?:\\.\\d+)?)\n");

  private static final Pattern TAG = Pattern.compile("@kernel (\\d+\\.\\d+)");

  private Sources() {}

  /** The Javadoc of each constant of a class or enum. */
  static Map<String, String> javadocs(Class<?> type) {
    Map<String, String> javadocs = new LinkedHashMap<>();
    Matcher constant = CONSTANT.matcher(source(type));
    while (constant.find()) {
      javadocs.put(constant.group(2), constant.group(1));
    }
    return javadocs;
  }

  /** The kernel version at each constant that has one. */
  static Map<String, String> kernelTags(Class<?> type) {
    Map<String, String> tags = new LinkedHashMap<>();
    javadocs(type)
        .forEach(
            (name, javadoc) -> {
              Matcher kernel = KERNEL.matcher(javadoc);
              if (kernel.find()) {
                tags.put(name, kernel.group(1));
              }
            });
    return tags;
  }

  /** The Javadoc of each method that is public, one behind the other where it is overloaded. */
  static Map<String, String> methodJavadocs(Class<?> type) {
    Map<String, String> javadocs = new LinkedHashMap<>();
    Matcher method = METHOD.matcher(source(type));
    while (method.find()) {
      javadocs.merge(method.group(2), method.group(1), String::concat);
    }
    return javadocs;
  }

  /** The kernel version in Javadoc, with or without its asterisks. */
  static Optional<String> kernelTag(String javadoc) {
    Matcher kernel = TAG.matcher(javadoc);
    return kernel.find() ? Optional.of(kernel.group(1)) : Optional.empty();
  }

  static boolean hasKernelTag(String javadoc) {
    return KERNEL.matcher(javadoc).find();
  }

  private static String source(Class<?> type) {
    try {
      return Files.readString(AbiTable.sources().resolve(type.getSimpleName() + ".java"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
