#include "text/md_marker.h"

#include <stdbool.h>
#include <string.h>

#define DIGITS_MAX 9 /* CommonMark, 5.2 */

size_t markdown_marker(const char *text)
{
    size_t digits = strspn(text, "0123456789");
    bool marked = text[digits] && strchr(digits ? ".)" : "-+*", text[digits]);
    return marked && digits <= DIGITS_MAX ? digits + 1 : 0;
}
