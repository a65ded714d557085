/* Runs a fuzz target on files, for compilers without libFuzzer. This way, the corpus and all inputs
 * that once broke a target are tested everywhere. Prints TAP. */
#include "fuzz.h"

/* The bytes of a file, which the caller frees; NULL on failure. */
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
    /* exactly as large as the file, so that sanitizers detect an overrun */
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
        printf("# %s\n", paths[i]); /* printed first, in case the target crashes */
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
