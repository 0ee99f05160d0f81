/* Bare liburing: writes, as file.h says. Each run begins with nothing left to write back. */
#define _GNU_SOURCE
#include "file.h"

static void prepare(uint64_t index)
{
	struct io_uring_sqe *sqe = io_uring_get_sqe(&ring);
	char *buffer = memory + index * block;
	uint64_t offset = next_offset();
	if (registered) {
		io_uring_prep_write_fixed(sqe, 0, buffer, block, offset, 0);
		sqe->flags |= IOSQE_FIXED_FILE;
	} else {
		io_uring_prep_write(sqe, fd, buffer, block, offset);
	}
	io_uring_sqe_set_data64(sqe, index);
}

int main(int argc, char **argv)
{
	open_file(argc, argv, O_RDWR);
	serve_settled(settle, run);
	return 0;
}
