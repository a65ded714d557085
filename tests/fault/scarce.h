/* Memory that runs out on demand. Replaces malloc and its kin by functions that count allocations
 * and fail on request; otherwise they call the originals of the C library (or a sanitizer). Also
 * counts blocks in use, to detect leaks without a sanitizer. Because it defines the functions,
 * include it in one file of a program only; snare.so includes it, too. */
#ifndef FAULT_SCARCE_H
#define FAULT_SCARCE_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <dlfcn.h>
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* Tests let each call or allocation fail in turn; under the sanitizers, which take several times as
 * long, one in FAILURE_STEP. */
#ifdef __SANITIZE_ADDRESS__
#define FAILURE_STEP 7
#else
#define FAILURE_STEP 1
#endif

static struct scarce {
    void *(*malloc)(size_t);
    void *(*calloc)(size_t, size_t);
    void *(*realloc)(void *, size_t);
    void (*free)(void *);
    bool looking_up;
    /* volatile: compilers know malloc and free, and assume that they do not read these */
    volatile bool armed;
    volatile long count, fail_at; /* allocations since scarce_arm, from 1; the failing one */
    volatile bool for_good;       /* all later ones fail, too */
    volatile long failures;
    volatile long in_use; /* blocks allocated and not freed since scarce_arm */
} scarce;

/* Memory for allocations made while looking up the real functions; never freed. */
static char scarce_pool[4096];
static size_t scarce_pool_used;

static void *scarce_from_pool(size_t size)
{
    void *block = scarce_pool + scarce_pool_used;
    scarce_pool_used += (size + 15) / 16 * 16;
    if (scarce_pool_used > sizeof scarce_pool)
        abort();
    return block;
}

static bool scarce_is_pool(const void *block)
{
    return (const char *)block >= scarce_pool &&
           (const char *)block < scarce_pool + sizeof scarce_pool;
}

static void scarce_look_up(void)
{
    if (scarce.free)
        return;
    scarce.looking_up = true;
    *(void **)&scarce.malloc = dlsym(RTLD_NEXT, "malloc");
    *(void **)&scarce.calloc = dlsym(RTLD_NEXT, "calloc");
    *(void **)&scarce.realloc = dlsym(RTLD_NEXT, "realloc");
    *(void **)&scarce.free = dlsym(RTLD_NEXT, "free");
    scarce.looking_up = false;
}

/* Whether the caller's allocations must not fail: OpenSSL, which libzip asks for the name of a
 * temporary file, and gumbo, which parses HTML, crash when memory runs out. Not inlined: a variable
 * whose address is taken would make malloc need the sanitizer before it has started. */
static bool __attribute__((noinline)) scarce_spares(const void *caller)
{
    Dl_info library;
    return dladdr(caller, &library) &&
           (strstr(library.dli_fname, "/libcrypto.") || strstr(library.dli_fname, "/libgumbo."));
}

static bool scarce_fails(const void *caller)
{
    if (!scarce.armed)
        return false;
    long count = ++scarce.count;
    bool hit = scarce.for_good ? count >= scarce.fail_at : count == scarce.fail_at;
    if (!scarce.fail_at || !hit || scarce_spares(caller))
        return false;
    scarce.failures++;
    errno = ENOMEM;
    return true;
}

static void *scarce_took(void *block)
{
    scarce.in_use += block && scarce.armed;
    return block;
}

void *malloc(size_t size)
{
    if (scarce.looking_up)
        return scarce_from_pool(size);
    scarce_look_up();
    return scarce_fails(__builtin_return_address(0)) ? NULL : scarce_took(scarce.malloc(size));
}

void *calloc(size_t count, size_t size)
{
    if (scarce.looking_up)
        return scarce_from_pool(count * size);
    scarce_look_up();
    return scarce_fails(__builtin_return_address(0)) ? NULL
                                                     : scarce_took(scarce.calloc(count, size));
}

void *realloc(void *block, size_t size)
{
    scarce_look_up();
    if (scarce_fails(__builtin_return_address(0)))
        return NULL;
    return block ? scarce.realloc(block, size) : scarce_took(scarce.malloc(size));
}

void free(void *block)
{
    scarce_look_up();
    if (!block || scarce_is_pool(block))
        return;
    scarce.in_use -= scarce.armed;
    scarce.free(block);
}

#undef strdup
char *strdup(const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = malloc(size);
    return copy ? memcpy(copy, text, size) : NULL;
}

/* Make the given allocation fail, counted from now, starting at 1; 0 for none. */
static void scarce_arm(long fail_at)
{
    scarce.count = scarce.failures = scarce.in_use = 0;
    scarce.fail_at = fail_at;
    scarce.for_good = false;
    scarce.armed = true;
}

static void scarce_disarm(void)
{
    scarce.armed = false;
}

/* The number of blocks not freed. 0 under the address sanitizer, which finds leaks itself, and
 * which allocates for some functions (realpath) without being counted here. */
static inline long scarce_leaks(void)
{
#ifdef __SANITIZE_ADDRESS__
    return 0;
#else
    return scarce.in_use;
#endif
}

#endif
