/*
 * The work that uring4j does, in C: nop.c with a slot for each request, found again by its completion, and a function that is
 * called with the datum of each.
 */
#include "table.h"
#include "worker.h"

typedef void (*handler)(void *data, int res, unsigned flags);

static struct io_uring ring;
static struct table table;
static long depth;
static long seen;
static long strays;
static int datum;

static void count(void *data, int res, unsigned flags)
{
	(void) flags;
	if (data != &datum || res < 0)
		fail("nop", EIO);
	seen++;
}

/* The compiler may not look through it, as it cannot through a library's caller. */
static handler volatile chosen = count;

static void collect(handler each)
{
	struct io_uring_cqe *cqe;
	unsigned head;
	unsigned collected = 0;
	io_uring_for_each_cqe(&ring, head, cqe) {
		collected++;
		struct slot *slot = table_find(&table, cqe->user_data);
		if (!slot) {
			strays++;
			continue;
		}
		void *data = slot->data;
		if (!(cqe->flags & IORING_CQE_F_MORE)) {
			void *kept = table_release(&table, slot);
			/* A nop keeps nothing: ours does not call then either, nor may the compiler. */
			if (__builtin_expect(kept != NULL, false))
				free(kept);
		}
		each(data, cqe->res, cqe->flags);
	}
	io_uring_cq_advance(&ring, collected);
}

static void run(long requests)
{
	seen = 0;
	for (long done = 0; done < requests; done += depth) {
		for (long i = 0; i < depth; i++) {
			struct io_uring_sqe *sqe = io_uring_get_sqe(&ring);
			uint64_t user_data = table_take(&table, IORING_OP_NOP, -1, &datum, NULL);
			io_uring_prep_nop(sqe);
			io_uring_sqe_set_data64(sqe, user_data);
		}
		fail_if(io_uring_submit_and_wait(&ring, depth), "io_uring_submit_and_wait");
		collect(chosen);
		if (seen != done + depth || strays != 0)
			fail("completions are missing", EIO);
	}
}

int main(int argc, char **argv)
{
	if (argc != 2) {
		fprintf(stderr, "usage: nop_table DEPTH\n");
		return 2;
	}
	depth = number(argv[1]);
	open_ring(&ring, depth);
	table_grow(&table, depth);
	serve(run);
	return 0;
}
