/* Prints the cells of tables as the reader sees them, for csv.sh. Standard input holds tables, each
 * ended by 035: its delimiter; q for quotes, - for none; the size of chunks, a digit; its text. For
 * each table come its rows, and 035; a row is the number of its line, its cells, and 036; a cell
 * and the number end with 037. */
#include "deck/csv.h"

#include <stdio.h>
#include <stdlib.h>

static void print_row(const struct csv *csv)
{
    printf("%u\037", csv->row_line);
    for (size_t i = 0; i < csv->count; i++)
        printf("%s\037", csv_cell(csv, i));
    putchar('\036');
}

static void print_table(const char *table, size_t size)
{
    struct csv csv = {.delimiter = table[0], .quotes = table[1] == 'q', .line = 1};
    size_t chunk = (size_t)(table[2] - '0');
    const char *end = table + size - 1;
    for (const char *at = table + 3; at < end;) {
        const char *chunk_end = at + chunk < end ? at + chunk : end;
        while (csv_next(&csv, &at, chunk_end))
            print_row(&csv);
    }
    if (csv_last(&csv))
        print_row(&csv);
    if (csv.text.failed)
        abort();
    csv_done(&csv);
    putchar('\035');
}

int main(void)
{
    char *table = NULL;
    size_t capacity = 0;
    ssize_t size;
    while ((size = getdelim(&table, &capacity, '\035', stdin)) > 3)
        print_table(table, (size_t)size);
    free(table);
    return ferror(stdin) || fflush(stdout) != 0;
}
