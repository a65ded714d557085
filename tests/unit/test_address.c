/* Which addresses a browser gets, and files as addresses. */
#include "text/address.h"

#include "test.h"

static void assert_web(const char *address, size_t host_end)
{
    size_t end;
    const char *problem = address_web_problem(address, &end);
    if (problem)
        fail_msg("%s: %s", address, problem);
    assert_int_equal(end, host_end);
}

static void assert_not_web(const char *address, const char *why)
{
    size_t end;
    const char *problem = address_web_problem(address, &end);
    if (!problem || !strstr(problem, why))
        fail_msg("%s: %s", address, problem ? problem : "accepted");
}

static void test_address__web_addresses_have_a_host(void **state)
{
    (void)state;
    assert_web("https://example.org", 19);
    assert_web("HTTP://example.org:8080/a b;$(c)'\"?d#e", 23);
    assert_web("https://example.org?a@b", 19);
    assert_web("https://[::1]:80/", 16);
    assert_web("https://b\xc3\xbc"
               "cher.example/",
        23);
}

static void test_address__others_are_refused(void **state)
{
    (void)state;
    static const char *const schemes[] = {"", "javascript:alert(1)", "file:///etc/passwd",
        "mailto:a@b.c", "-flag", "//example.org/", "ftp://example.org/", "https:/example.org",
        " https://example.org", "data:text/html,x"};
    for (size_t i = 0; i < COUNT(schemes); i++)
        assert_not_web(schemes[i], "only http");
    assert_not_web("https://", "no host");
    assert_not_web("https:///a", "no host");
    assert_not_web("https://good.example@evil.example/", "user's name");
    assert_not_web("https://good.example\\@evil.example/", "not valid");
    assert_not_web("https://a;rm -rf", "not valid");
    assert_not_web("https://a b/", "not valid");
    assert_not_web("https://%65vil.example/", "not valid");
    assert_not_web("https://<U+202E>moc/", "not valid");
}

static void test_address__long_ones_are_refused(void **state)
{
    (void)state;
    struct buf address = {0};
    buf_text(&address, "https://example.org/");
    buf_fill(&address, 'x', ADDRESS_MAX - address.length);
    assert_web(buf_string(&address), 19);
    buf_char(&address, 'x');
    assert_not_web(buf_string(&address), "too long");
    buf_done(&address);
}

static void test_address__files_are_encoded(void **state)
{
    (void)state;
    struct buf address = {0};
    assert_true(address_of_file(&address, "my-host.lan", "/a b/100%/\xc3\xa9;#?&'\x1b.png"));
    assert_string_equal(
        buf_string(&address), "file://my-host.lan/a%20b/100%25/%C3%A9%3B%23%3F%26%27%1B.png");
    buf_clear(&address);
    assert_true(address_of_file(&address, "a/b\x1b\\", "/c"));
    assert_string_equal(buf_string(&address), "file://ab/c");
    struct buf path = {0};
    buf_char(&path, '/');
    buf_fill(&path, ' ', ADDRESS_MAX / 3);
    buf_clear(&address);
    assert_false(address_of_file(&address, "", buf_string(&path)));
    assert_int_equal(address.length, 0);
    buf_done(&path);
    buf_done(&address);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_address__web_addresses_have_a_host),
        cmocka_unit_test(test_address__others_are_refused),
        cmocka_unit_test(test_address__long_ones_are_refused),
        cmocka_unit_test(test_address__files_are_encoded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
