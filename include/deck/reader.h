/* Reads a deck file, one card in memory at a time, whatever the file holds. Every mistake is told
 * with its place, and reading goes on behind it where YAML allows. */
#ifndef DECK_READER_H
#define DECK_READER_H

#include "base/buf.h"
#include "base/err.h"
#include "model/caps.h"
#include "model/card.h"

#include <stdbool.h>
#include <stdint.h>

#define DECK_FIELD_MAX 1048576 /* bytes in one text of a deck */

/* What tells one version of a file from another without reading it. */
struct file_version {
    int64_t device, inode, size, modified_ns, changed_ns;
};

/* The version of the file at path, which must be a regular file: a folder, a FIFO and the like are
 * refused in words. */
enum err_code deck_file_version(const char *path, struct file_version *version, struct err *err);

struct deck_head {
    struct buf name; /* the file's stem where the file gives none */
    struct buf id;   /* the deck's identity: the name where the file gives none */
    struct buf description, tags;
    struct caps caps;  /* what the deck asks for */
    bool named;        /* the file gives a name */
    bool names_itself; /* the file gives an id */
};

/* Where an entry stands in its file, for those who write into it (deck/ids.h). Offsets count the
 * file's characters from 0, a byte order mark not among them. */
struct entry_place {
    unsigned line, column; /* from 1 */
    bool flow;             /* in braces, or a pair in brackets without any */
    bool quoted;           /* its first key is in double quotes, as in JSON */
    size_t opens, begins;  /* before and behind what makes it a mapping: "{", "?" or nothing */
    size_t indent;         /* the characters before a block's keys */
    size_t first_key, last_end;
    size_t id_key_end, id_start, id_end; /* the id's value; 0 without that key */
    bool id_block;                       /* it is written below | or > */
};

/* One item of the deck's cards. */
struct deck_entry {
    struct buf question, answer, cloze, id, tags, hint, note;
    bool reverse;
    unsigned id_line, id_column; /* where its id stands; 0 without one */
    struct entry_place place;
};

/* Heads and entries that others than the reader make: all of it zero is an empty one. Freed with
 * done; an entry is whole unless memory ran out for one of its texts. */
void deck_head_done(struct deck_head *head);
void deck_entry_clear(struct deck_entry *entry);
bool deck_entry_is_whole(struct deck_entry *entry);
void deck_entry_done(struct deck_entry *entry);

struct deck_reader;

/* Called for each mistake, or NULL; the err lasts until it returns. */
typedef void deck_mistake_fn(void *context, const struct err *mistake);
/* For mistakes that do not matter here, or that have been reported. */
void ignore_mistake(void *context, const struct err *mistake);

/* Open path and read up to its cards. *reader is NULL on failure, else the caller's to close.
 * Errors: ERR_IO (no such file, no regular file), ERR_MEMORY, ERR_MISTAKE where the file is no deck
 * at all; that mistake, too, is told to on_mistake alone. */
enum err_code deck_open(struct deck_reader **reader, const char *path, deck_mistake_fn *on_mistake,
    void *context, struct err *err);
void deck_close(struct deck_reader *reader);

/* Valid until the reader is closed. What stands below the cards is known when they have been read:
 * see deck_head_came_late. */
const struct deck_head *deck_head(const struct deck_reader *reader);
struct file_version deck_version(const struct deck_reader *reader);

/* Read the next entry without mistakes into *entry, valid until the next call. *entry is NULL at
 * the end of the deck. Errors: ERR_MISTAKE where reading cannot go on (told already), ERR_IO,
 * ERR_MEMORY, and ERR_IO where the file changed while it was read. */
enum err_code deck_next(
    struct deck_reader *reader, const struct deck_entry **entry, struct err *err);

/* Mistakes met so far; those of a second reading were told in the first, and count again. */
unsigned deck_mistakes(const struct deck_reader *reader);
/* Tell a mistake in the entry last read that only its reader could see, at its id. */
void deck_mistake_at_id(struct deck_reader *reader, const char *message);
/* The same, for an id that the entry in that line has, too. */
void deck_mistake_same_id(struct deck_reader *reader, unsigned line);

/* Whether keys of the deck itself stood below its cards, so that the head is complete only now.
 * deck_rewind then starts over with the head known; it may do so for other reasons, too. */
bool deck_head_came_late(const struct deck_reader *reader);
enum err_code deck_rewind(struct deck_reader *reader, struct err *err);

/* The cards of an entry, index counting up from 0: false where there are no more. Their strings
 * last as long as the entry and texts, which the call fills. All of it zero are empty texts. */
struct card_texts {
    struct buf question, answer;
    int gap; /* of the card before */
};
void card_texts_done(struct card_texts *texts);
bool deck_entry_card(
    const struct deck_entry *entry, unsigned index, struct card_texts *texts, struct card *card);

#endif
