#include "exchange/mochi.h"

#include "base/date.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const json_t *mochi_get(const json_t *map, const char *key)
{
    char name[64];
    snprintf(name, sizeof name, "~:%s", key);
    return json_object_get(map, name);
}

const char *mochi_text(const json_t *map, const char *key)
{
    const char *text = json_string_value(mochi_get(map, key));
    if (!text)
        return "";
    return text[0] == '~' && text[1] && strchr("~^`", text[1]) ? text + 1 : text;
}

const json_t *mochi_list(const json_t *value)
{
    static const char *const tags[] = {"~#list", "~#set"};
    for (size_t i = 0; i < COUNT(tags) && json_is_object(value); i++)
        if (json_object_get(value, tags[i]))
            value = json_object_get(value, tags[i]);
    const char *tag = json_string_value(json_array_get(value, 0));
    for (size_t i = 0; i < COUNT(tags) && tag; i++) /* the short form: ["~#list", [...]] */
        if (strcmp(tag, tags[i]) == 0)
            return mochi_list(json_array_get(value, 1));
    return json_is_array(value) ? value : NULL;
}

bool mochi_is(const json_t *map, const char *key)
{
    const json_t *value = mochi_get(map, key);
    return value && !json_is_false(value) && !json_is_null(value);
}

int64_t mochi_time(const json_t *value)
{
    if (json_is_object(value))
        value = json_object_get(value, "~#dt") ? json_object_get(value, "~#dt")
                                               : json_object_get(value, "~#m");
    const char *text = json_string_value(value);
    if (text && (strncmp(text, "~t", 2) == 0 || strncmp(text, "~m", 2) == 0)) {
        char *end;
        int64_t ms = strtoll(text + 2, &end, 10);
        int day;
        if (*end && !instant_parse(text + 2, &ms))
            ms = day_parse(text + 2, 0, &day) ? day * MS_A_DAY : 0;
        return ms > 0 ? ms : 0;
    }
    double ms = json_number_value(value);
    return ms > 0 && ms < 1e15 ? (int64_t)ms : 0;
}
