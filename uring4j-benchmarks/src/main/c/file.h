/*
 * What read.c and write.c have in common: transfers of BLOCK bytes at random offsets of FILE, DEPTH of them in flight. What has
 * completed is replaced, and one submit carries all that were replaced and waits for one more.
 */
#ifndef FILE_H
#define FILE_H

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "worker.h"

static struct io_uring ring;
static long block;
static long depth;
static bool direct;
static bool registered;
static bool sequential;
static int fd;
static uint64_t blocks;
static uint64_t next_block;
static char *memory;
static unsigned entries_per_block = 1;
static uint64_t seed = 0x9E3779B97F4A7C15ull;

/* Fills an entry for the block of this index; each program has its own. */
static void prepare(uint64_t index);

/* xorshift64, as in ours. */
static uint64_t next_random(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed;
}

static uint64_t next_offset(void)
{
	return (sequential ? next_block++ : next_random() >> 1) % blocks * block;
}

static inline void run(long requests)
{
	long prepared = 0;
	long completed = 0;
	for (; prepared < depth && prepared < requests; prepared++)
		prepare(prepared);
	while (completed < requests) {
		fail_if(io_uring_submit_and_wait(&ring, 1), "io_uring_submit_and_wait");
		struct io_uring_cqe *cqe;
		unsigned head;
		unsigned seen = 0;
		io_uring_for_each_cqe(&ring, head, cqe) {
			fail_if(cqe->res, "transfer");
			if (cqe->res != block)
				fail("short transfer", EIO);
			seen++;
			if (prepared < requests) {
				prepared++;
				prepare(cqe->user_data);
			}
		}
		io_uring_cq_advance(&ring, seen);
		completed += seen;
	}
}

static void open_file(int argc, char **argv, int flags)
{
	if (argc < 4) {
		fprintf(stderr, "usage: %s FILE DEPTH BLOCK [direct] [registered] [sequential]\n", argv[0]);
		exit(2);
	}
	depth = number(argv[2]);
	block = number(argv[3]);
	for (int i = 4; i < argc; i++) {
		direct |= !strcmp(argv[i], "direct");
		registered |= !strcmp(argv[i], "registered");
		sequential |= !strcmp(argv[i], "sequential");
	}
	fd = open(argv[1], flags | (direct ? O_DIRECT : 0));
	if (fd < 0)
		fail(argv[1], errno);
	struct stat stat;
	if (fstat(fd, &stat) < 0 || stat.st_size < block)
		fail(argv[1], EINVAL);
	blocks = stat.st_size / block;
	if (posix_memalign((void **) &memory, 4096, depth * block))
		fail("posix_memalign", ENOMEM);
	memset(memory, 0, depth * block);
	open_ring(&ring, depth * entries_per_block);
	if (registered) {
		struct iovec all = {memory, depth * block};
		fail_if(io_uring_register_buffers(&ring, &all, 1), "io_uring_register_buffers");
		fail_if(io_uring_register_files(&ring, &fd, 1), "io_uring_register_files");
	}
}

/* Brings the disk to rest. */
static inline void settle(void)
{
	if (fsync(fd) < 0)
		fail("fsync", errno);
}

#endif
