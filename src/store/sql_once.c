#include "store/sql_once.h"

sqlite3_stmt *sql_once(struct store *store, const char *sql, struct err *err)
{
    sqlite3_stmt *statement = NULL;
    int result = sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL);
    if (result != SQLITE_OK)
        sql_error(store, result, err);
    return statement;
}

enum err_code sql_once_end(struct store *store, sqlite3_stmt *statement, struct err *err)
{
    int result = statement ? sqlite3_finalize(statement) : sqlite3_errcode(store->db);
    bool lost = sql_take_lost_text();
    if (result != SQLITE_OK)
        return sql_error(store, result, err);
    return lost ? err_memory(err) : ERR_NONE;
}
