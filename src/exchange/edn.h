/* Reads EDN, Clojure's notation for data, as the JSON that Transit would write for the same data:
 *
 *   :name            "~:name"            #inst "2026-01-31T09:00Z"   "~t2026-01-31T09:00Z"
 *   {:a 1}           {"~:a": 1}          nil, true                   null, true
 *   [1 2], (1 2)     [1, 2]              #{1 2}                      {"~#set": [1, 2]}
 *
 * Depth is limited, and all of the text must be UTF-8. */
#ifndef EXCHANGE_EDN_H
#define EXCHANGE_EDN_H

#include "base/err.h"

#include <jansson.h>

/* Reads the first value of a text. The caller owns it; NULL on failure: ERR_MISTAKE, with the line
 * of `path`; ERR_MEMORY. */
json_t *edn_read(const char *text, const char *path, struct err *err);

#endif
