package io.github.uring4j.cli;

/**
 * Something in a directory that is being copied.
 *
 * @param directory what it is in; null for what was named by the user
 */
record TreeEntry(String from, String to, DirectoryCopy directory) {}
