#include "deck/import_source.h"

#include "deck/delimiters.h"

#include "base/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define START_MAX 65536
#define COPY_MAX  ((size_t)1 << 30) /* the most bytes to copy from a pipe or the like */

/* ---- deck files ---- */

/* Whether the text begins with the front matter of a note: keys between two lines ---, none of them
 * "cards". */
static bool import_source_has_front_matter(const char *start)
{
    const char *end = strncmp(start, "---\n", 4) == 0 ? strstr(start + 3, "\n---\n") : NULL;
    return end && !memmem(start, (size_t)(end - start), "\ncards:", 7);
}

/* Whether the first line other than comments, blank lines and "---" begins with a key of a deck. */
static bool import_source_is_deck(const struct import_source *source)
{
    static const char *const keys[] = {
        "deck:", "id:", "source:", "description:", "tags:", "cards:"};
    const char *line = buf_string(&source->start);
    if (import_source_has_front_matter(line))
        return false;
    while (source->is_text && *line) {
        if (*line != '#' && *line != '\n' && strncmp(line, "---\n", 4) != 0)
            break;
        line += strcspn(line, "\n");
        line += *line == '\n';
    }
    for (size_t i = 0; source->is_text && i < COUNT(keys); i++)
        if (strncmp(line, keys[i], strlen(keys[i])) == 0 && line[strlen(keys[i])] != ':')
            return true;
    return false;
}

const struct importer importer_yaml = {"yaml", "a deck file", import_source_is_deck, NULL};

/* ---- a source ---- */

/* Copies input that can be read only once into a temporary file. */
static FILE *import_source_copied(FILE *pipe, const char *path, struct err *err)
{
    char bytes[16384];
    size_t size, total = 0;
    FILE *file = tmpfile();
    while (file && (size = fread(bytes, 1, sizeof bytes, pipe)) > 0) {
        total += size;
        if (total > COPY_MAX || fwrite(bytes, 1, size, file) != size)
            break;
    }
    if (total > COPY_MAX)
        err_at(err, ERR_IO, path, 0, 0, "more than 1 GiB: save it as a file first");
    else if (!file || ferror(pipe) || fflush(file) != 0)
        err_at(err, ERR_IO, path, 0, 0, "%s", strerror(errno));
    else
        return file;
    if (file)
        fclose(file);
    return NULL;
}

enum err_code import_source_open_file(FILE **opened, const char *path, struct err *err)
{
    struct stat stat;
    *opened = NULL;
    FILE *file = strcmp(path, "-") == 0 ? fdopen(dup(STDIN_FILENO), "r") : fopen(path, "r");
    if (!file || fstat(fileno(file), &stat) != 0) {
        err_at(err, ERR_IO, path, 0, 0, "%s", strerror(errno));
    } else if (S_ISDIR(stat.st_mode)) {
        err_at(err, ERR_IO, path, 0, 0, "is a folder");
    } else if (S_ISREG(stat.st_mode) && lseek(fileno(file), 0, SEEK_CUR) == 0) {
        *opened = file;
        return ERR_NONE;
    } else {
        *opened = import_source_copied(file, path, err);
    }
    if (file)
        fclose(file);
    return *opened ? ERR_NONE : err->code;
}

static void import_source_read_start(struct import_source *source)
{
    struct buf line = {0};
    while (
        source->is_text && source->start.length < START_MAX && lines_next(&source->lines, &line)) {
        /* JSON is often a single line, whose beginning suffices to recognize it */
        if (!source->lines.too_long)
            buf_add(&source->start, buf_string(&line), line.length);
        else if (source->start.length == 0)
            buf_add(&source->start, buf_string(&line), utf8_cut(buf_string(&line), START_MAX));
        buf_char(&source->start, '\n');
        source->start.failed |= line.failed;
    }
    buf_done(&line);
    if (source->is_text) {
        lines_rewind(&source->lines);
        return;
    }
    char bytes[4096];
    rewind(source->file);
    buf_add(&source->start, bytes, fread(bytes, 1, sizeof bytes, source->file));
    rewind(source->file);
}

enum err_code import_source_take(
    struct import_source *source, FILE *file, const char *path, struct err *err)
{
    source->path = path;
    source->file = file;
    enum err_code code =
        lines_open(&source->lines, file, path, source->choices.encoding, &source->no_text);
    source->is_text = !code;
    if (code && code != ERR_MISTAKE) {
        *err = source->no_text;
        return code;
    }
    import_source_read_start(source);
    return source->start.failed ? err_memory(err) : ERR_NONE;
}

enum err_code import_source_open(struct import_source *source, const char *path, struct err *err)
{
    FILE *file;
    source->path = path;
    enum err_code code = import_source_open_file(&file, path, err);
    return code ? code : import_source_take(source, file, path, err);
}

void import_source_close(struct import_source *source)
{
    if (source->is_text)
        lines_close(&source->lines);
    if (source->file)
        fclose(source->file);
    source->file = NULL;
    source->is_text = false;
    buf_done(&source->start);
}

void import_note_count(
    const struct import_sink *sink, size_t count, const char *one, const char *several)
{
    struct buf note = {0};
    if (count)
        buf_format(&note, "%zu %s", count, count == 1 ? one : several);
    if (count && !note.failed)
        sink->note(sink->context, buf_string(&note));
    buf_done(&note);
}

enum err_code import_source_each_line(struct import_source *source, struct import_sink *sink,
    import_line_fn *take, bool (*finish)(void *context), void *context, struct err *err)
{
    struct source_lines *lines = &source->lines;
    struct buf line = {0};
    bool good = true;
    while (good && lines_next(lines, &line)) {
        if (lines->too_long)
            good = sink->skipped(sink->context, lines->line, "a line longer than 4 MiB");
        else if (line.failed)
            good = err_memory(&sink->failure) == ERR_NONE;
        else
            good = take(context, &line, lines->line);
    }
    buf_done(&line);
    if (good && !lines->err.code && finish(context))
        return ERR_NONE;
    *err = lines->err.code ? lines->err : sink->failure;
    return err->code;
}

char import_delimiter_named(const char *name)
{
    return delimiter_named(name);
}
