/*
 * What uring4j's slot table does, as one would write it in C: each request takes a slot with a generation, which user_data names;
 * the slot holds the user's datum and what must stay alive; a completion whose generation is not the slot's is a stray.
 */
#ifndef TABLE_H
#define TABLE_H

#include <stdint.h>
#include <stdlib.h>

#define SLOT_BITS 23
#define SLOT_MASK ((1u << SLOT_BITS) - 1)
#define ONE_GENERATION (1ull << SLOT_BITS)
#define FREE (1ull << 63)

struct slot {
	uint64_t user_data;
	uint64_t what;
	void *data;
	void *kept;
};

struct table {
	struct slot *slots;
	uint32_t *free;
	uint32_t free_count;
	uint32_t size;
};

static void table_grow(struct table *table, uint32_t size)
{
	table->slots = realloc(table->slots, size * sizeof(*table->slots));
	table->free = realloc(table->free, size * sizeof(*table->free));
	if (!table->slots || !table->free)
		abort();
	for (uint32_t i = size; i-- > table->size;) {
		table->slots[i] = (struct slot) {.user_data = i | FREE};
		table->free[table->free_count++] = i;
	}
	table->size = size;
}

static inline uint64_t table_take(struct table *table, uint64_t opcode, int fd, void *data, void *keep)
{
	if (table->free_count == 0)
		table_grow(table, table->size * 2);
	struct slot *slot = &table->slots[table->free[--table->free_count]];
	slot->user_data &= ~FREE;
	slot->what = opcode << 32 | (uint32_t) fd;
	slot->data = data;
	slot->kept = keep;
	return slot->user_data;
}

/* The slot of a request in flight, or NULL. */
static inline struct slot *table_find(struct table *table, uint64_t user_data)
{
	uint32_t index = user_data & SLOT_MASK;
	if (index >= table->size || table->slots[index].user_data != user_data)
		return NULL;
	return &table->slots[index];
}

/* Gives the slot back. Returns what it kept alive. */
static inline void *table_release(struct table *table, struct slot *slot)
{
	void *kept = slot->kept;
	slot->user_data = (slot->user_data + ONE_GENERATION) | FREE;
	slot->data = NULL;
	slot->kept = NULL;
	table->free[table->free_count++] = slot - table->slots;
	return kept;
}

#endif
