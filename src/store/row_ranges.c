#include "store/row_ranges.h"

void row_ranges_add(struct buf *out, const int64_t *numbers, size_t count)
{
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && numbers[end] - numbers[end - 1] <= 1; end++)
            continue;
        int64_t first = numbers[i], last = numbers[end - 1];
        buf_format(out, "%s%lld", i ? ", " : "", (long long)first);
        if (last > first)
            buf_format(out, last == first + 1 ? ", %lld" : " to %lld", (long long)last);
    }
}
