/*
 * Bare liburing: chains of a write of BLOCK bytes at a random offset of FILE and a linked fsync, DEPTH chains in flight. A request
 * that is asked for is a chain. One that has completed is replaced.
 */
#define _GNU_SOURCE
#include "file.h"

/* An even user_data is a write's, the odd one after it its fsync's. */
static void prepare(uint64_t index)
{
	struct io_uring_sqe *sqe = io_uring_get_sqe(&ring);
	io_uring_prep_write(sqe, fd, memory + index * block, block, next_offset());
	sqe->flags |= IOSQE_IO_LINK;
	io_uring_sqe_set_data64(sqe, index * 2);
	sqe = io_uring_get_sqe(&ring);
	io_uring_prep_fsync(sqe, fd, 0);
	io_uring_sqe_set_data64(sqe, index * 2 + 1);
}

static void run_chains(long chains)
{
	long prepared = 0;
	long completed = 0;
	for (; prepared < depth && prepared < chains; prepared++)
		prepare(prepared);
	while (completed < chains) {
		fail_if(io_uring_submit_and_wait(&ring, 1), "io_uring_submit_and_wait");
		struct io_uring_cqe *cqe;
		unsigned head;
		unsigned seen = 0;
		io_uring_for_each_cqe(&ring, head, cqe) {
			seen++;
			bool ends = cqe->user_data & 1;
			fail_if(cqe->res, ends ? "fsync" : "write");
			if (!ends) {
				if (cqe->res != block)
					fail("short write", EIO);
				continue;
			}
			completed++;
			if (prepared < chains) {
				prepared++;
				prepare(cqe->user_data / 2);
			}
		}
		io_uring_cq_advance(&ring, seen);
	}
}

int main(int argc, char **argv)
{
	entries_per_block = 2;
	open_file(argc, argv, O_RDWR);
	serve_settled(settle, run_chains);
	return 0;
}
