/* Bare liburing: nops in batches of DEPTH, with one submit and wait for each batch. */
#include "worker.h"

static struct io_uring ring;
static long depth;

static void run(long requests)
{
	for (long done = 0; done < requests; done += depth) {
		for (long i = 0; i < depth; i++) {
			struct io_uring_sqe *sqe = io_uring_get_sqe(&ring);
			io_uring_prep_nop(sqe);
			io_uring_sqe_set_data64(sqe, i);
		}
		fail_if(io_uring_submit_and_wait(&ring, depth), "io_uring_submit_and_wait");
		struct io_uring_cqe *cqe;
		unsigned head;
		unsigned seen = 0;
		io_uring_for_each_cqe(&ring, head, cqe) {
			fail_if(cqe->res, "nop");
			seen++;
		}
		io_uring_cq_advance(&ring, seen);
		if (seen != depth)
			fail("completions are missing", EIO);
	}
}

int main(int argc, char **argv)
{
	if (argc != 2) {
		fprintf(stderr, "usage: nop DEPTH\n");
		return 2;
	}
	depth = number(argv[1]);
	open_ring(&ring, depth);
	serve(run);
	return 0;
}
