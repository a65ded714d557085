/* What a click would show is shown, and nothing else that is hidden. */
#include "exchange/anki_reveal.h"

#include "test.h"

static void check(const char *page, const char *wanted)
{
    struct buf out = {0};
    anki_reveal(&out, page, page);
    assert_string_equal(buf_string(&out), wanted);
    buf_done(&out);
}

#define BUTTON "<button onclick=\"x=document.getElementById('t');x.style.display=''\">more</button>"

static void test_reveal__what_a_button_shows(void **state)
{
    (void)state;
    check(BUTTON "<div id=\"t\" style=\"display:none;\">x</div>",
        BUTTON "<div id=\"t\" style=\";\">x</div>");
    check(BUTTON "a<p style='color: red; Display : none' id=t>x",
        BUTTON "a<p style='color: red; ' id=t>x");
}

static void test_reveal__nothing_else(void **state)
{
    (void)state;
    static const char *const same[] = {BUTTON "<div id=\"tt\" style=\"display:none\">x</div>",
        BUTTON "<div style=\"display:none\" data-id=\"t\">x</div>",
        BUTTON "<div id=\"t\" style=\"display:block\">none</div>",
        "<script>document.getElementById('t')</script><div id=\"t\" style=\"display:none\">x</div>",
        BUTTON "a < b", BUTTON "<<<", "onclick=\"getElementById('",
        "onclick='getElementById('t')'<p", ""};
    for (size_t i = 0; i < COUNT(same); i++)
        check(same[i], same[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reveal__what_a_button_shows),
        cmocka_unit_test(test_reveal__nothing_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
