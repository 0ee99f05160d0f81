package io.github.uring4j;

/** Why the kernel refused a ring, and what to do about it. */
final class Diagnosis {

  private final String hint;

  private Diagnosis(String hint) {
    this.hint = hint;
  }

  static Diagnosis ofSetup(int errno, int flags) {
    return new Diagnosis(
        errno == Errno.EINVAL && flags != 0
            ? "this kernel refuses " + SetupFlags.toString(flags)
            : "");
  }

  static Diagnosis ofRegister(int opcode, int errno) {
    return new Diagnosis("");
  }

  String hint() {
    return hint;
  }
}
