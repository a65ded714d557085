/* Escaping text in JSON and HTML. */
#include "base/escape.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void test_escape__json(void **state)
{
    struct buf out = {0};
    (void)state;
    escape_json(&out, "say \"a\\b\"\n\t\x1b\x7f <é>");
    assert_string_equal(buf_string(&out), "\"say \\\"a\\\\b\\\"\\u000a\\u0009\\u001b\\u007f <é>\"");
    buf_clear(&out);
    escape_json(&out, "");
    assert_string_equal(buf_string(&out), "\"\"");
    buf_done(&out);
}

static void test_escape__html(void **state)
{
    struct buf out = {0};
    (void)state;
    escape_html(&out, "<a href=\"x\"> & 'é'", 18);
    assert_string_equal(buf_string(&out), "&lt;a href=&quot;x&quot;&gt; &amp; 'é");
    buf_done(&out);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_escape__json),
        cmocka_unit_test(test_escape__html),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
