/* Files that cards lead to: which are opened, and which are refused. */
#include "study/media.h"

#include "unit/folder.h"

#include <sys/socket.h>
#include <sys/un.h>

#define PNG "\x89PNG\r\n\x1a\n and so on"

static void make(struct world *w, const char *name, const char *bytes, size_t length)
{
    char path[192];
    FILE *file = fopen(world_path(w, name, path), "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

static void make_picture(struct world *w, const char *name)
{
    make(w, name, PNG, strlen(PNG));
}

static void make_folder(struct world *w, const char *name)
{
    char path[192];
    assert_int_equal(mkdir(world_path(w, name, path), 0700), 0);
}

static void make_link(struct world *w, const char *name, const char *target)
{
    char path[192];
    assert_int_equal(symlink(target, world_path(w, name, path)), 0);
}

static void move_deck(struct world *w, const char *name)
{
    snprintf(w->deck, sizeof w->deck, "%s/%s", w->folder, name);
}

/* The address leads to the file of that name. */
static void assert_opens(struct world *w, const char *address, const char *name)
{
    struct media media = {0};
    char path[192], head[8];
    enum err_code code = media_open(w->deck, address, &media, &w->err);
    if (code)
        fail_msg("%s: error %d: %s", address, (int)code, w->err.message);
    assert_int_equal(media.kind, MEDIA_IMAGE);
    assert_string_equal(buf_string(&media.path), world_path(w, name, path));
    assert_int_equal(read(media.fd, head, sizeof head), sizeof head);
    assert_memory_equal(head, PNG, sizeof head);
    assert_int_equal(fcntl(media.fd, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
    media_close(&media);
    assert_int_equal(media.kind, MEDIA_NONE);
}

/* The address is refused: the message is the address and then this. */
static void assert_refused(
    struct world *w, const char *address, enum err_code code, const char *why)
{
    struct media media = {0};
    char message[512];
    assert_int_equal(media_open(w->deck, address, &media, &w->err), code);
    snprintf(message, sizeof message, "%s: %s", address, why);
    assert_string_equal(w->err.message, message);
    assert_int_equal(media.kind, MEDIA_NONE);
    assert_null(media.path.bytes);
    media_close(&media);
}

#define OUTSIDE "is not in the deck's folder"
#define MISSING "no such file in the deck's folder"
#define NOT_ONE "is not a picture, sound, video or PDF"
#define NAMED   "its name does not end like that of a picture, sound, video or PDF"
#define SCHEME  "only http and https addresses and files in the deck's folder can be opened"

static void test_media__files_in_the_folder_open(void **state)
{
    struct world *w = *state;
    make_folder(w, "media");
    make_picture(w, "a.png");
    make_picture(w, "media/b.JPG");
    make_picture(w, "-rf.png");
    assert_opens(w, "a.png", "a.png");
    assert_opens(w, "./a.png", "a.png");
    assert_opens(w, "media/b.JPG", "media/b.JPG");
    assert_opens(w, "media/../media//b.JPG", "media/b.JPG");
    assert_opens(w, "-rf.png", "-rf.png");
}

static void test_media__names_may_have_any_characters(void **state)
{
    struct world *w = *state;
    make_picture(w, "two words; rm -rf $HOME.png");
    make_picture(w, "żółw 🐢.png");
    make_picture(w, "100%.png");
    make_picture(w, "as%20written.png");
    assert_opens(w, "two words; rm -rf $HOME.png", "two words; rm -rf $HOME.png");
    assert_opens(w, "two%20words;%20rm%20-rf%20$HOME.png", "two words; rm -rf $HOME.png");
    assert_opens(w, "żółw 🐢.png", "żółw 🐢.png");
    assert_opens(w, "%C5%BC%C3%B3%C5%82w%20%F0%9F%90%A2.png", "żółw 🐢.png");
    assert_opens(w, "100%.png", "100%.png");
    assert_opens(w, "100%25.png", "100%.png");
    assert_opens(w, "as%20written.png", "as%20written.png");
}

static void test_media__addresses_that_lead_elsewhere_are_refused(void **state)
{
    struct world *w = *state;
    char path[192];
    make_picture(w, "a.png");
    assert_refused(w, world_path(w, "a.png", path), ERR_MISTAKE, OUTSIDE);
    assert_refused(w, "//host/a.png", ERR_MISTAKE, "names another computer");
    assert_refused(w, "file:a.png", ERR_MISTAKE, SCHEME);
    assert_refused(w, "file:///etc/passwd", ERR_MISTAKE, SCHEME);
    assert_refused(w, "javascript:alert(1)", ERR_MISTAKE, SCHEME);
    assert_refused(w, "https://example.org/a.png", ERR_MISTAKE, SCHEME);
    assert_refused(w, "..\\a.png", ERR_MISTAKE, "contains a backslash: use /");
    assert_refused(w, "%2Fetc%2Fpasswd", ERR_MISTAKE, "is not in the deck's folder");
    assert_refused(w, "a.png%00.txt", ERR_MISTAKE, "contains %00");
    assert_refused(w, "", ERR_MISTAKE, OUTSIDE);
    assert_refused(w, ".", ERR_MISTAKE, OUTSIDE);
    assert_refused(w, "..", ERR_MISTAKE, OUTSIDE);
    assert_refused(w, "../../etc/passwd", ERR_MISTAKE, OUTSIDE);
    assert_refused(w, "%2e%2e/%2e%2e/etc/passwd", ERR_MISTAKE, OUTSIDE);
    assert_refused(w, "../../dev/zero", ERR_MISTAKE, OUTSIDE);
    assert_refused(w, "missing.png", ERR_IO, MISSING);
    assert_refused(w, "a.png/b.png", ERR_IO, MISSING);
}

/* A folder whose name begins with that of the deck's folder is another. */
static void test_media__a_folder_beside_is_outside(void **state)
{
    struct world *w = *state;
    make_folder(w, "decks");
    make_folder(w, "decks-2");
    make_picture(w, "decks-2/a.png");
    move_deck(w, "decks/deck.yaml");
    assert_refused(w, "../decks-2/a.png", ERR_MISTAKE, OUTSIDE);
}

static void test_media__links_may_only_lead_into_the_folder(void **state)
{
    struct world *w = *state;
    char path[192];
    make_folder(w, "decks");
    make_folder(w, "decks/in");
    make_folder(w, "secret");
    make_picture(w, "decks/in/a.png");
    make_picture(w, "secret/b.png");
    move_deck(w, "decks/deck.yaml");
    make_link(w, "decks/inside.png", "in/a.png");
    make_link(w, "decks/folder", "in");
    make_link(w, "decks/outside.png", "../secret/b.png");
    make_link(w, "decks/absolute.png", world_path(w, "secret/b.png", path));
    make_link(w, "decks/out", "../secret");
    make_link(w, "decks/zero.png", "/dev/zero");
    make_link(w, "decks/round.png", "round.png");
    make_link(w, "decks/dangling.png", "nowhere.png");
    assert_opens(w, "inside.png", "decks/in/a.png");
    assert_opens(w, "folder/a.png", "decks/in/a.png");
    assert_refused(w, "outside.png", ERR_MISTAKE, OUTSIDE);
    assert_refused(w, "absolute.png", ERR_MISTAKE, OUTSIDE);
    assert_refused(w, "out/b.png", ERR_MISTAKE, OUTSIDE);
    assert_refused(w, "zero.png", ERR_MISTAKE, OUTSIDE);
    assert_refused(w, "dangling.png", ERR_IO, MISSING);
    assert_refused(w, "round.png", ERR_IO, "cannot be read: Too many levels of symbolic links");
}

/* The deck's folder may itself be reached by a link: its files are in it all the same. */
static void test_media__the_folder_may_be_a_link(void **state)
{
    struct world *w = *state;
    make_folder(w, "real");
    make_picture(w, "real/a.png");
    make_link(w, "linked", "real");
    move_deck(w, "linked/deck.yaml");
    assert_opens(w, "a.png", "real/a.png");
    assert_refused(w, "../real/../deck.yaml", ERR_IO, MISSING);
}

static void test_media__only_regular_files_open(void **state)
{
    struct world *w = *state;
    char path[192];
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    make_folder(w, "folder.png");
    assert_int_equal(mkfifo(world_path(w, "fifo.png", path), 0600), 0);
    snprintf(address.sun_path, sizeof address.sun_path, "%s/socket.png", w->folder);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
    assert_refused(w, "folder.png", ERR_MISTAKE, "is not a regular file");
    assert_refused(w, "fifo.png", ERR_MISTAKE, "is not a regular file"); /* and does not wait */
    assert_refused(w, "socket.png", ERR_MISTAKE, "is not a regular file");
    close(fd);
}

static void test_media__content_and_name_both_matter(void **state)
{
    struct world *w = *state;
    world_write(w, "script.png", "#!/bin/sh\nrm -rf ~\n");
    world_write(w, "empty.png", "");
    world_write(w, "page.png", "<html><script>alert(1)</script></html>");
    world_write(w, "pdf.jar", "%PDF-1.4\n");
    make_picture(w, "picture.desktop");
    make_picture(w, "png");
    make_picture(w, ".png");
    assert_refused(w, "script.png", ERR_MISTAKE, NOT_ONE);
    assert_refused(w, "empty.png", ERR_MISTAKE, NOT_ONE);
    assert_refused(w, "page.png", ERR_MISTAKE, NOT_ONE);
    assert_refused(w, "pdf.jar", ERR_MISTAKE, NAMED);
    assert_refused(w, "picture.desktop", ERR_MISTAKE, NAMED);
    assert_refused(w, "png", ERR_MISTAKE, NAMED);
    assert_refused(w, ".png", ERR_MISTAKE, NAMED);
}

/* A link's own name does not count: programs get the file's. */
static void test_media__the_files_own_name_counts(void **state)
{
    struct world *w = *state;
    make_picture(w, "evil.desktop");
    make_link(w, "picture.png", "evil.desktop");
    assert_refused(w, "picture.png", ERR_MISTAKE, NAMED);
}

static void check_unreadable(struct world *w)
{
    assert_refused(w, "secret.png", ERR_IO, "cannot be read: Permission denied");
    assert_refused(w, "closed/a.png", ERR_IO, "cannot be read: Permission denied");
}

static void test_media__unreadable_files_are_reported(void **state)
{
    struct world *w = *state;
    make_picture(w, "secret.png");
    make_folder(w, "closed");
    make_picture(w, "closed/a.png");
    give_away(w, "", 0700);
    give_away(w, "secret.png", 0);
    give_away(w, "closed", 0);
    as_nobody(w, check_unreadable);
    give_away(w, "closed", 0700);
}

static void test_media__a_deck_without_a_file_has_none(void **state)
{
    struct world *w = *state;
    struct media media = {0};
    assert_int_equal(media_open(NULL, "a.png", &media, &w->err), ERR_IO);
    assert_string_equal(w->err.message, "a.png: the deck has no file");
    move_deck(w, "gone/deck.yaml");
    assert_refused(w, "a.png", ERR_IO, MISSING);
}

#define KIND(bytes) media_kind_of(bytes, sizeof bytes - 1)

static void test_media__kinds_are_recognized(void **state)
{
    (void)state;
    assert_int_equal(KIND("\xff\xd8\xff\xe0 JFIF"), MEDIA_IMAGE);
    assert_int_equal(KIND("GIF89a..."), MEDIA_IMAGE);
    assert_int_equal(KIND("RIFF\1\2\3\4WEBPVP8 "), MEDIA_IMAGE);
    assert_int_equal(KIND("<svg xmlns=\"http://www.w3.org/2000/svg\">"), MEDIA_IMAGE);
    assert_int_equal(
        KIND("\xef\xbb\xbf<?xml version=\"1.0\"?>\n<!-- <html> -->\n<!DOCTYPE svg>\n<svg>"),
        MEDIA_IMAGE);
    assert_int_equal(KIND("BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0"), MEDIA_IMAGE);
    assert_int_equal(KIND("II*\0\10\0\0\0"), MEDIA_IMAGE);
    assert_int_equal(KIND("\0\0\0\x1c"
                          "ftypavif\0\0\0\0"),
        MEDIA_IMAGE);
    assert_int_equal(KIND("\0\0\0\x18"
                          "ftypheic\0\0\0\0"),
        MEDIA_IMAGE);
    assert_int_equal(KIND("ID3\4\0\0"), MEDIA_SOUND);
    assert_int_equal(KIND("\xff\xfb\x90\x64"), MEDIA_SOUND); /* MPEG-1, layer III, 128 kbit/s */
    assert_int_equal(KIND("\xff\xf1\x50\x80"), MEDIA_SOUND); /* ADTS */
    assert_int_equal(KIND("OggS\0\2.................OpusHead"), MEDIA_SOUND);
    assert_int_equal(KIND("fLaC\0\0\0\x22"), MEDIA_SOUND);
    assert_int_equal(KIND("RIFF\1\2\3\4WAVEfmt "), MEDIA_SOUND);
    assert_int_equal(KIND("\0\0\0\x20"
                          "ftypM4A \0\0\0\0"),
        MEDIA_SOUND);
    assert_int_equal(KIND("#!AMR\n"), MEDIA_SOUND);
    assert_int_equal(KIND("OggS\0\2.................\x80theora"), MEDIA_VIDEO);
    assert_int_equal(KIND("\0\0\0\x20"
                          "ftypisom\0\0\0\0"),
        MEDIA_VIDEO);
    assert_int_equal(KIND("\0\0\0\x14"
                          "ftypqt  \0\0\0\0"),
        MEDIA_VIDEO);
    assert_int_equal(KIND("\x1a\x45\xdf\xa3\x9f\x42\x86"), MEDIA_VIDEO);
    assert_int_equal(KIND("RIFF\1\2\3\4AVI LIST"), MEDIA_VIDEO);
    assert_int_equal(KIND("%PDF-1.7\n"), MEDIA_PDF);
}

static void test_media__other_content_is_not(void **state)
{
    (void)state;
    assert_int_equal(KIND(""), MEDIA_NONE);
    assert_int_equal(KIND("BMW is a car, and not a bitmap"), MEDIA_NONE);
    assert_int_equal(KIND("\xff\xfe"
                          "t\0e\0x\0t\0"),
        MEDIA_NONE); /* UTF-16 */
    assert_int_equal(KIND("\xff\xd8"), MEDIA_NONE);
    assert_int_equal(KIND("RIFF\1\2\3\4"), MEDIA_NONE);
    assert_int_equal(KIND("#!/bin/sh\n"), MEDIA_NONE);
    assert_int_equal(KIND("\x7f"
                          "ELF\2\1\1"),
        MEDIA_NONE);
    assert_int_equal(KIND("PK\3\4"), MEDIA_NONE);
    assert_int_equal(KIND("<!-- <svg> -->\n<html>"), MEDIA_NONE);
    assert_int_equal(KIND("<svgx>"), MEDIA_NONE);
    assert_int_equal(KIND("deck: a\ncards: []\n"), MEDIA_NONE);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_set_up, world_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_media__files_in_the_folder_open),
        TEST(test_media__names_may_have_any_characters),
        TEST(test_media__addresses_that_lead_elsewhere_are_refused),
        TEST(test_media__a_folder_beside_is_outside),
        TEST(test_media__links_may_only_lead_into_the_folder),
        TEST(test_media__the_folder_may_be_a_link),
        TEST(test_media__only_regular_files_open),
        TEST(test_media__content_and_name_both_matter),
        TEST(test_media__the_files_own_name_counts),
        TEST(test_media__unreadable_files_are_reported),
        TEST(test_media__a_deck_without_a_file_has_none),
        TEST(test_media__kinds_are_recognized),
        TEST(test_media__other_content_is_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
