/* A row's check is the upper half of a sum: each value times an odd number that belongs to its
 * column. Text counts as its hash, and NULL as nothing. With these factors, changing any single bit
 * of an integer changes the upper half; larger changes go unnoticed about once in 4,000,000,000
 * times. The products are independent, so a processor can overlap them. */
#include "store/row_check.h"

#include "base/hash.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

#define COLUMNS_MAX 32
#define NOT_NULL    UINT64_C(0x9e3779b97f4a7c15) /* added to numbers, so that 0 differs from NULL */

/* clang-format off */
static const uint64_t factors[COLUMNS_MAX] = {
    UINT64_C(0x06c45d188009454f), UINT64_C(0x1b39896a51a8749b), UINT64_C(0x2c829abe1f4532e1),
    UINT64_C(0x3ee5789041c98ac3), UINT64_C(0x657eecdd3cb13d09), UINT64_C(0x8621a03fe0bbdb7b),
    UINT64_C(0x8e1f7555983aa92f), UINT64_C(0xb54e0f1600cc4d19), UINT64_C(0x84bb3f97971d80ab),
    UINT64_C(0x7d29825c75521255), UINT64_C(0xdb01602b100b9ed7), UINT64_C(0xa9038a921825f10d),
    UINT64_C(0xdd7c01d4f5407269), UINT64_C(0x935e82f1db4c4f7b), UINT64_C(0xf16952ee72f3454f),
    UINT64_C(0x377d35dea8e40225), UINT64_C(0x05582d37111ac529), UINT64_C(0xd254741f599dc6f7),
    UINT64_C(0x69630f7593d108c3), UINT64_C(0x417ef96181daa383), UINT64_C(0x3c3c41a3b43343a1),
    UINT64_C(0x6e19905dcbe531df), UINT64_C(0x4fa9fa7324851729), UINT64_C(0x12c015a97019e937),
    UINT64_C(0xe71b9592244ececb), UINT64_C(0x3fcb4b70f79a7ffd), UINT64_C(0x3bce14ab261db1d5),
    UINT64_C(0x2a438f2a3172f443), UINT64_C(0xff3f3f8cfe53b313), UINT64_C(0xe427f474114d9fcf),
    UINT64_C(0x15d25341edc5fe85), UINT64_C(0x23eb71643ac5c727),
};
/* clang-format on */

static uint64_t row_check_word(int64_t number)
{
    return (uint64_t)number + NOT_NULL;
}

/* The word for a value that is not an integer. In a damaged database, a value may have the wrong
 * type for its column, so the word depends on the type, too. */
static uint64_t row_check_other_word(int type, sqlite3_value *value)
{
    if (type == SQLITE_NULL)
        return 0;
    if (type == SQLITE_FLOAT) {
        double real = sqlite3_value_double(value);
        return hash_add((uint64_t)type, &real, sizeof real);
    }
    const void *bytes = sqlite3_value_blob(value); /* works for text, too */
    return hash_add((uint64_t)type, bytes ? bytes : "", (size_t)sqlite3_value_bytes(value));
}

static int32_t row_check_sum(sqlite3_value **values, int count)
{
    assert(count <= COLUMNS_MAX);
    uint64_t sum = 0;
    for (int i = 0; i < count; i++) {
        int type = sqlite3_value_type(values[i]);
        sum += factors[i] * (type == SQLITE_INTEGER ? row_check_word(sqlite3_value_int64(values[i]))
                                                    : row_check_other_word(type, values[i]));
    }
    return (int32_t)(sum >> 32);
}

uint64_t row_check_number(int column, int64_t number)
{
    return factors[column] * row_check_word(number);
}

uint64_t row_check_text(int column, const char *text, size_t length)
{
    return factors[column] * hash_add(SQLITE_TEXT, text, length);
}

int32_t row_check_end(enum row_table table, int columns, uint64_t sum)
{
    for (int i = columns; i < row_tables[table].count; i++)
        if (!row_fields[row_tables[table].id + (enum row_field)i].null)
            sum += row_check_number(i, 0);
    return (int32_t)(sum >> 32);
}

int32_t row_check_of(enum row_table table, sqlite3_value **values)
{
    return row_check_sum(values, row_tables[table].count);
}

bool row_numbers_are_whole(
    enum row_table table, const int64_t *numbers, uint32_t nulls, int64_t check)
{
    const struct row_table_facts *facts = &row_tables[table];
    uint64_t sum = 0;
    bool fit = true;
    for (int i = 0; i < facts->count; i++) {
        if (nulls >> i & 1)
            continue;
        sum += factors[i] * row_check_word(numbers[i]);
        fit &= row_number_fits(facts->id + (enum row_field)i, numbers[i]);
    }
    return fit && check == (int32_t)(sum >> 32);
}

bool row_value_is_legal(enum row_field field, sqlite3_value *value)
{
    const struct row_field_facts *facts = &row_fields[field];
    int type = sqlite3_value_type(value);
    if (type == SQLITE_INTEGER && facts->kind == ROW_NUMBER)
        return row_number_fits(field, sqlite3_value_int64(value));
    return type == SQLITE_NULL ? facts->null : type == SQLITE_TEXT && facts->kind != ROW_NUMBER;
}

struct row_fault row_find_fault(enum row_table table, sqlite3_value *check, sqlite3_value **values)
{
    const struct row_table_facts *facts = &row_tables[table];
    struct row_fault fault = {.table = table, .row_id = sqlite3_value_int64(values[0])};
    for (int i = 0; i < facts->count; i++) {
        if (row_value_is_legal(facts->id + (enum row_field)i, values[i]))
            continue;
        fault.wrong = ROW_VALUE_WRONG;
        fault.field = facts->id + (enum row_field)i;
        fault.type = sqlite3_value_type(values[i]);
        fault.number = sqlite3_value_int64(values[i]);
        return fault;
    }
    if (sqlite3_value_type(check) != SQLITE_NULL &&
        sqlite3_value_int64(check) != row_check_of(table, values))
        fault.wrong = ROW_CHECK_WRONG;
    return fault;
}

static void row_check_call(sqlite3_context *call, int count, sqlite3_value **values)
{
    if (count > COLUMNS_MAX)
        sqlite3_result_error(call, "row_check: too many columns", -1);
    else
        sqlite3_result_int(call, row_check_sum(values, count));
}

static void row_check_call_whole(sqlite3_context *call, int count, sqlite3_value **values)
{
    enum { TABLE, CHECK, ROW };
    enum row_table table = (enum row_table)sqlite3_value_int(values[TABLE]);
    assert(table < ROW_TABLES && count == ROW + row_tables[table].count);
    (void)count;
    struct row_fault fault = row_find_fault(table, values[CHECK], values + ROW);
    if (fault.wrong) {
        row_keep_fault(fault);
        sqlite3_result_error(call, "a row is damaged", -1); /* ends the statement */
    } else {
        sqlite3_result_int(call, 0);
    }
}

int row_check_register(sqlite3 *db)
{
    int result = sqlite3_create_function(db, "row_check", -1,
        SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, NULL, row_check_call, NULL, NULL);
    if (result == SQLITE_OK)
        result = sqlite3_create_function(db, "row_whole", -1, SQLITE_UTF8 | SQLITE_DIRECTONLY, NULL,
            row_check_call_whole, NULL, NULL);
    return result;
}

/* ---- faults ---- */

/* Per thread, since a store belongs to one thread; cleared when a statement ends. */
static _Thread_local struct row_fault kept;

void row_keep_fault(struct row_fault fault)
{
    if (!kept.wrong)
        kept = fault;
}

bool row_has_fault(void)
{
    return kept.wrong;
}

static enum row_table row_check_table_of(enum row_field field)
{
    enum row_table table = ROW_DECKS;
    while (field >= row_tables[table].id + (enum row_field)row_tables[table].count)
        table++;
    return table;
}

int64_t row_odd_number(enum row_field field, int type, int64_t number)
{
    if (type == SQLITE_NULL && row_fields[field].null)
        return 0;
    row_keep_fault((struct row_fault){.wrong = ROW_VALUE_WRONG,
        .table = row_check_table_of(field),
        .field = field,
        .type = type,
        .number = number});
    return row_fields[field].min;
}

/* Find a row with the faulty value: a reader of only a few columns does not know the row's id. */
static int64_t row_check_find_row(sqlite3 *db, const struct row_fault *fault)
{
    enum { ID };
    const struct row_table_facts *table = &row_tables[fault->table];
    struct buf sql = {0};
    sqlite3_stmt *row = NULL;
    int64_t row_id = 0;
    buf_format(&sql, "SELECT %s FROM %s NOT INDEXED WHERE %s IS ?1 LIMIT 1",
        row_fields[table->id].name, table->name, row_fields[fault->field].name);
    if (!sql.failed && sqlite3_prepare_v2(db, sql.bytes, -1, &row, NULL) == SQLITE_OK) {
        if (fault->type == SQLITE_INTEGER)
            sqlite3_bind_int64(row, 1, fault->number);
        if (sqlite3_step(row) == SQLITE_ROW)
            row_id = sqlite3_column_int64(row, ID);
    }
    sqlite3_finalize(row);
    buf_done(&sql);
    return row_id;
}

static void row_check_describe(const struct row_fault *fault, struct buf *words)
{
    const struct row_field_facts *field = &row_fields[fault->field];
    buf_text(words, ": ");
    if (fault->wrong == ROW_CHECK_WRONG)
        buf_text(words, "its checksum is wrong");
    else if (field->kind != ROW_NUMBER)
        buf_format(words, "%s is not text", field->name);
    else if (fault->type == SQLITE_NULL)
        buf_format(words, "%s is missing", field->name);
    else if (fault->type != SQLITE_INTEGER)
        buf_format(words, "%s is not a whole number", field->name);
    else
        buf_format(words, "%s is %" PRId64 " (%" PRId64 " to %" PRId64 ")", field->name,
            fault->number, field->min, field->max);
}

enum err_code row_take_fault(sqlite3 *db, const char *path, struct err *err)
{
    struct row_fault fault = kept;
    struct buf words = {0};
    kept = (struct row_fault){0};
    if (!fault.row_id)
        fault.row_id = row_check_find_row(db, &fault);
    buf_text(&words, row_tables[fault.table].name);
    if (fault.row_id)
        buf_format(&words, ", row %" PRId64, fault.row_id);
    row_check_describe(&fault, &words);
    err_at(err, ERR_STORE, path, 0, 0, "damaged: %s: run drill doctor", buf_string(&words));
    buf_done(&words);
    return ERR_STORE;
}
