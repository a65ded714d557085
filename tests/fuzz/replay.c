/* Runs a fuzz target on files, for compilers without libFuzzer: what its corpus and what once broke
 * it stay tested everywhere. Prints TAP. */
#include "fuzz.h"

/* The bytes of the file, the caller's to free; NULL on failure. */
static uint8_t *file_bytes(const char *path, size_t *size)
{
    uint8_t *bytes = NULL;
    long length;
    FILE *file = fopen(path, "rb");
    if (!file)
        return NULL;
    if (fseek(file, 0, SEEK_END) != 0 || (length = ftell(file)) < 0 ||
        fseek(file, 0, SEEK_SET) != 0)
        goto out;
    /* as large as the file and no larger, so that sanitizers see a step too far */
    bytes = malloc(length ? (size_t)length : 1);
    if (bytes && (*size = fread(bytes, 1, (size_t)length, file)) != (size_t)length) {
        free(bytes);
        bytes = NULL;
    }
out:
    fclose(file);
    return bytes;
}

int main(int count, char **paths)
{
    int failed = count < 2;
    printf("1..%d\n", count - 1);
    for (int i = 1; i < count; i++) {
        size_t size;
        printf("# %s\n", paths[i]); /* before it, in case it is the last thing that happens */
        fflush(stdout);
        uint8_t *bytes = file_bytes(paths[i], &size);
        if (bytes)
            LLVMFuzzerTestOneInput(bytes, size);
        else
            perror(paths[i]);
        failed |= !bytes;
        printf("%s %d - %s\n", bytes ? "ok" : "not ok", i, paths[i]);
        free(bytes);
    }
    return failed;
}
