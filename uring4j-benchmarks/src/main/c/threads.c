/*
 * nop.c and read.c on several threads, a ring each, which share a run's requests equally. Each thread has offsets of its own: they
 * would meet at the same pages otherwise.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <sys/stat.h>

#include "worker.h"

/* Apart from its neighbours by two cache lines: what one thread writes at each request must not be in the way of another. */
struct thread {
	struct io_uring ring;
	uint64_t seed;
	char *memory;
	int fd;
	pthread_t id;
} __attribute__((aligned(128)));

static long count;
static long depth;
static long block;
static const char *path;
static uint64_t blocks;
static long share;
static pthread_barrier_t begin;
static pthread_barrier_t end;
static bool reads;

static void run_nops(struct thread *thread)
{
	struct io_uring *ring = &thread->ring;
	for (long done = 0; done < share; done += depth) {
		for (long i = 0; i < depth; i++) {
			struct io_uring_sqe *sqe = io_uring_get_sqe(ring);
			io_uring_prep_nop(sqe);
			io_uring_sqe_set_data64(sqe, i);
		}
		fail_if(io_uring_submit_and_wait(ring, depth), "io_uring_submit_and_wait");
		struct io_uring_cqe *cqe;
		unsigned head;
		unsigned seen = 0;
		io_uring_for_each_cqe(ring, head, cqe) {
			fail_if(cqe->res, "nop");
			seen++;
		}
		io_uring_cq_advance(ring, seen);
		if (seen != depth)
			fail("completions are missing", EIO);
	}
}

static void prepare_read(struct thread *thread, uint64_t index)
{
	struct io_uring_sqe *sqe = io_uring_get_sqe(&thread->ring);
	thread->seed ^= thread->seed << 13;
	thread->seed ^= thread->seed >> 7;
	thread->seed ^= thread->seed << 17;
	io_uring_prep_read(sqe, thread->fd, thread->memory + index * block, block, (thread->seed >> 1) % blocks * block);
	io_uring_sqe_set_data64(sqe, index);
}

static void run_reads(struct thread *thread)
{
	long prepared = 0;
	long completed = 0;
	for (; prepared < depth && prepared < share; prepared++)
		prepare_read(thread, prepared);
	while (completed < share) {
		fail_if(io_uring_submit_and_wait(&thread->ring, 1), "io_uring_submit_and_wait");
		struct io_uring_cqe *cqe;
		unsigned head;
		unsigned seen = 0;
		io_uring_for_each_cqe(&thread->ring, head, cqe) {
			fail_if(cqe->res, "read");
			if (cqe->res != block)
				fail("short read", EIO);
			seen++;
			if (prepared < share) {
				prepared++;
				prepare_read(thread, cqe->user_data);
			}
		}
		io_uring_cq_advance(&thread->ring, seen);
		completed += seen;
	}
}

static void *serve_share(void *arg)
{
	struct thread *thread = arg;
	open_ring(&thread->ring, depth);
	while (true) {
		pthread_barrier_wait(&begin);
		if (reads)
			run_reads(thread);
		else
			run_nops(thread);
		pthread_barrier_wait(&end);
	}
	return NULL;
}

static void run(long requests)
{
	share = requests / count;
	pthread_barrier_wait(&begin);
	pthread_barrier_wait(&end);
}

/* Each thread its own: they would meet at the file's count of references otherwise. */
static int open_file(void)
{
	int fd = open(path, O_RDONLY);
	struct stat stat;
	if (fd < 0 || fstat(fd, &stat) < 0)
		fail(path, errno);
	if (stat.st_size < block)
		fail(path, EINVAL);
	blocks = stat.st_size / block;
	return fd;
}

static void start(struct thread *thread, int index)
{
	thread->seed = 0x9E3779B97F4A7C15ull ^ index;
	if (reads)
		thread->fd = open_file();
	if (posix_memalign((void **) &thread->memory, 4096, depth * block + 1))
		fail("posix_memalign", ENOMEM);
	memset(thread->memory, 0, depth * block);
	if (pthread_create(&thread->id, NULL, serve_share, thread))
		fail("pthread_create", EAGAIN);
}

int main(int argc, char **argv)
{
	reads = argc == 6 && !strcmp(argv[2], "read");
	if (!reads && !(argc == 4 && !strcmp(argv[2], "nop"))) {
		fprintf(stderr, "usage: threads COUNT nop DEPTH\n       threads COUNT read FILE DEPTH BLOCK\n");
		return 2;
	}
	count = number(argv[1]);
	depth = number(argv[reads ? 4 : 3]);
	if (reads) {
		block = number(argv[5]);
		path = argv[3];
	}
	pthread_barrier_init(&begin, NULL, count + 1);
	pthread_barrier_init(&end, NULL, count + 1);
	struct thread *threads;
	if (posix_memalign((void **) &threads, _Alignof(struct thread), count * sizeof(*threads)))
		fail("posix_memalign", ENOMEM);
	for (int i = 0; i < count; i++)
		start(&threads[i], i);
	serve(run);
	return 0;
}
