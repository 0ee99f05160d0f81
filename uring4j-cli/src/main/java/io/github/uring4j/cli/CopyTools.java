package io.github.uring4j.cli;

import io.github.uring4j.Ring;

/**
 * What every copy of one run of the command works with.
 *
 * @param ring of the current thread
 * @param buffers registered with it, if possible
 * @param calls one at a time
 * @param stop whether the process is ending
 * @param progress counts
 */
record CopyTools(
    Ring<Block> ring,
    CopyBuffers buffers,
    FileCalls calls,
    StopSignal stop,
    CopyProgress progress) {}
