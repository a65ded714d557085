/* Errors. A function that can fail returns an enum err_code and describes the failure in a
 * struct err that the caller owns; nothing is allocated, so running out of memory can be reported
 * too. A message may quote a deck's text unchanged: make it safe before printing it
 * (text_safe in text/text.h). */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include <stdarg.h>
#include <stddef.h>

enum err_code {
    ERR_NONE = 0,
    ERR_USAGE,   /* the command line is wrong */
    ERR_MISTAKE, /* a deck file is invalid */
    ERR_IO,      /* a file or the terminal could not be read or written */
    ERR_STORE,   /* the database failed, or is not one of drill's */
    ERR_BUSY,    /* another program holds the database; trying again may help */
    ERR_STALE,   /* the card was rated or changed elsewhere since it was read */
    ERR_MEMORY,
};

struct err {
    enum err_code code;
    unsigned line, column; /* counted from 1; 0 if no line is involved */
    char file[512];        /* "" if no file is involved; a long path keeps only its end */
    char message[512];     /* one sentence, no final period, "what: why" or "what: why: advice" */
};

/* Fill *err (unless err is NULL) and return `code`, so that failing takes one return statement. A
 * message that is too long is shortened in front of its last part. */
enum err_code err_set(struct err *err, enum err_code code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* The same with a list of arguments. */
enum err_code err_set_list(struct err *err, enum err_code code, const char *format, va_list args)
    __attribute__((format(printf, 3, 0)));

/* Like err_set, with the position in a file; line and column count from 1. */
enum err_code err_at(struct err *err, enum err_code code, const char *file, unsigned line,
    unsigned column, const char *format, ...) __attribute__((format(printf, 6, 7)));

enum err_code err_memory(struct err *err);

/* Returns the last part of a message, from its ": " on: the advice, or else why. Where a message
 * does not fit, this part is kept. NULL if the message has only one part. */
const char *err_last_part(const char *message);

#endif
