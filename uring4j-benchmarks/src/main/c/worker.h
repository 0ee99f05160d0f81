/*
 * What the C programs have in common: they are asked on standard input for so many requests, one number a line, and answer with
 * nanoseconds, processor nanoseconds of the process, and 0 for the bytes that a garbage collector would have to look after.
 */
#ifndef WORKER_H
#define WORKER_H

#include <errno.h>
#include <liburing.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

/* What liburing 2.3 can do of what uring4j chooses by itself; NO_SQARRAY needs liburing 2.5. */
#define RING_FLAGS \
	(IORING_SETUP_SUBMIT_ALL | IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN | IORING_SETUP_TASKRUN_FLAG)

static void fail(const char *what, int error)
{
	fprintf(stderr, "%s: %s\n", what, strerror(error));
	exit(1);
}

static void fail_if(int result, const char *what)
{
	if (result < 0)
		fail(what, -result);
}

static long number(const char *text)
{
	char *end;
	errno = 0;
	long value = strtol(text, &end, 10);
	if (errno != 0 || end == text || *end != '\0' || value < 0) {
		fprintf(stderr, "not a number: %s\n", text);
		exit(2);
	}
	return value;
}

static void open_ring(struct io_uring *ring, unsigned entries)
{
	fail_if(io_uring_queue_init(entries, ring, RING_FLAGS), "io_uring_queue_init");
	fail_if(io_uring_register_ring_fd(ring), "io_uring_register_ring_fd");
}

static int64_t nanos_of(clockid_t clock)
{
	struct timespec now;
	clock_gettime(clock, &now);
	return now.tv_sec * 1000000000L + now.tv_nsec;
}

/* Answers until standard input ends. What settle does before each run is not measured. */
static void serve_settled(void (*settle)(void), void (*run)(long requests))
{
	char line[64];
	puts("ready");
	fflush(stdout);
	while (fgets(line, sizeof(line), stdin)) {
		line[strcspn(line, "\n")] = '\0';
		long requests = number(line);
		settle();
		int64_t cpu = nanos_of(CLOCK_PROCESS_CPUTIME_ID);
		int64_t begin = nanos_of(CLOCK_MONOTONIC);
		run(requests);
		int64_t nanos = nanos_of(CLOCK_MONOTONIC) - begin;
		printf("%ld %ld 0\n", (long) nanos, (long) (nanos_of(CLOCK_PROCESS_CPUTIME_ID) - cpu));
		fflush(stdout);
	}
}

static inline void nothing(void)
{
}

static inline void serve(void (*run)(long requests))
{
	serve_settled(nothing, run);
}

#endif
