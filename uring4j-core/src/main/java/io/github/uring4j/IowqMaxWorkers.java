package io.github.uring4j;

/**
 * How many worker threads the kernel may have for the requests of a thread's rings that block.
 *
 * @param bounded for what ends by itself, such as transfers of regular files
 * @param unbounded for what may wait for ever, such as transfers of sockets
 */
public record IowqMaxWorkers(int bounded, int unbounded) {}
