/* Files that cards show, play and open: pictures, sounds, videos and PDFs. Decks are untrusted, so
 * an address must lead to a regular file within the folder of the deck's file, and both its content
 * and the extension of its name must be of one of these kinds. The extension counts because
 * programs choose by it how to open a file, and a valid PDF may also be a valid .jar. */
#ifndef STUDY_MEDIA_H
#define STUDY_MEDIA_H

#include "base/buf.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

enum media_kind { MEDIA_NONE, MEDIA_IMAGE, MEDIA_SOUND, MEDIA_VIDEO, MEDIA_PDF };

/* An open file. Empty if zero-initialized; close with media_close. */
struct media {
    enum media_kind kind; /* MEDIA_NONE: nothing is open */
    struct buf path;      /* absolute, without symbolic links; not safe for the terminal */
    int fd;               /* for reading, close-on-exec, at its beginning */
};

/* Opens the file of a card's address, which is relative to the folder of the deck's file. deck_path
 * is the path in the store, or NULL if the deck has no file. If deck_path is a symbolic link, the
 * folder is the one that holds the link. Links within the folder are followed as long as they lead
 * to a file in it. If no file has the address as its name, %20 and the like are decoded, as in an
 * archive. On failure, *media is empty, and err says why in words, with the address as written:
 * ERR_MISTAKE if it is refused, ERR_IO if there is no such file or it cannot be read, ERR_MEMORY.
 * Never waits, and never reads a pipe or a device. */
enum err_code media_open(
    const char *deck_path, const char *address, struct media *media, struct err *err);
void media_close(struct media *media);

/* Whether the address has a scheme, such as https: or file:, as opposed to leading to a file. */
bool media_has_scheme(const char *address);

/* The kind of a file that begins with these bytes; the first MEDIA_HEAD are enough. */
#define MEDIA_HEAD 4096
enum media_kind media_kind_of(const char *bytes, size_t length);

#endif
