/* Memory runs out while a card's links and their files are read: all are found, or it is known that
 * some are missing. */
#include "fault/scarce.h"

#include "study/card_links.h"

#include "test.h"

#include <fcntl.h>
#include <unistd.h>

/* No entity is in an address: md4c itself frees what it built of one twice when memory runs out. */
static const struct card card = {
    .question = "![a](a%20b.png) [b](https://example.org/?x=$y$) | $[c](d)$",
    .answer = "> [d](../e) and\n> [e](a%20b.png) and <https://example.org>",
    .hint = "",
    .note = "| a |\n|---|\n| ![n](n.png) |",
    .tags = ""};

/* Appends the links. Returns false if memory ran out. */
static bool write_all(const char *deck, struct buf *out)
{
    struct card_links links = {0};
    struct err err = {0};
    enum err_code code = card_links_read(&links, &card, false, true, deck, &err);
    for (size_t i = 0; i < links.count; i++)
        buf_format(
            out, "%s %s\n", links.list[i].address, links.list[i].path ? links.list[i].path : "-");
    assert_true(code == ERR_NONE || (code == ERR_MEMORY && links.count == 0));
    card_links_done(&links);
    return !code && !out->failed;
}

static void test_links_memory__all_or_a_failure(void **state)
{
    char folder[] = "/tmp/drill-links.XXXXXX", deck[64], file[64], expected[256];
    struct buf all = {0};
    long n = 0;
    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(deck, sizeof deck, "%s/deck.yaml", folder);
    snprintf(file, sizeof file, "%s/a b.png", folder);
    int fd = open(file, O_CREAT | O_WRONLY, 0600);
    assert_int_equal(write(fd, "\x89PNG\r\n\x1a\n", 8), 8);
    close(fd);
    assert_true(write_all(deck, &all));
    snprintf(expected, sizeof expected,
        "a%%20b.png %s\nhttps://example.org/?x=$y$ -\n../e -\nhttps://example.org -\nn.png -\n",
        file);
    assert_string_equal(buf_string(&all), expected);
    do {
        struct buf out = {0};
        scarce_arm(++n);
        bool whole = write_all(deck, &out);
        bool same = strcmp(buf_string(&out), buf_string(&all)) == 0;
        buf_done(&out);
        scarce_disarm();
        if (whole && !same)
            fail_msg("allocation %ld: something is missing", n);
        if (scarce_leaks() != 0)
            fail_msg("allocation %ld: %ld blocks are lost", n, scarce_leaks());
    } while (scarce.failures > 0);
    assert_true(n > 50);
    buf_done(&all);
    unlink(file);
    rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_links_memory__all_or_a_failure)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
