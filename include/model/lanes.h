/* float32 exp, log and pow made of + - * and bit operations, for one number or for a vector of 4 or
 * 8: the same bits in each lane on every machine, from every compiler. They need -ffp-contract=off.
 *
 * A source defines LANES, how many numbers it works on at once, before it includes this; and
 * LANES_TARGET, an attribute of its functions, if they need instructions that not every machine
 * has. */
#ifndef MODEL_LANES_H
#define MODEL_LANES_H

#include <assert.h>
#include <float.h>
#include <stdint.h>
#include <string.h>

static_assert(FLT_EVAL_METHOD == 0, "float32 is computed as float32");

#ifndef LANES
#define LANES 1
#endif
#ifndef LANES_TARGET
#define LANES_TARGET
#endif
/* A function of lanes: vectors are never passed, so no processor's way to pass them matters. */
#define LANES_INLINE static inline __attribute__((always_inline)) LANES_TARGET

#if LANES == 1
#define lanes_float float
#define lanes_word  uint32_t
#else
typedef float lanes_float __attribute__((vector_size(4 * LANES)));
typedef uint32_t lanes_word __attribute__((vector_size(4 * LANES)));
#endif

/* The bits of a float, and the float that bits make. */
LANES_INLINE lanes_word lanes_to_bits(lanes_float x)
{
    union {
        lanes_float x;
        lanes_word bits;
    } both = {.x = x};
    return both.bits;
}

LANES_INLINE lanes_float lanes_of_bits(lanes_word bits)
{
    union {
        lanes_word bits;
        lanes_float x;
    } both = {.bits = bits};
    return both.x;
}

/* A mask: all bits set where a < b, none elsewhere. */
LANES_INLINE lanes_word lanes_less(lanes_float a, lanes_float b)
{
#if LANES == 1
    return -(uint32_t)(a < b);
#else
    return (lanes_word)(a < b);
#endif
}

/* LANES numbers from memory, and to it. */
LANES_INLINE lanes_float lanes_load(const float *from)
{
    lanes_float x;
    memcpy(&x, from, sizeof x);
    return x;
}

LANES_INLINE void lanes_store(float *to, lanes_float x)
{
    memcpy(to, &x, sizeof x);
}

LANES_INLINE lanes_word lanes_load_words(const uint32_t *from)
{
    lanes_word x;
    memcpy(&x, from, sizeof x);
    return x;
}

/* The words, which are below 2^31, as floats. */
LANES_INLINE lanes_float lanes_of_words(lanes_word words)
{
#if LANES == 1
    return (float)(int32_t)words;
#else
    typedef int32_t lanes_signed __attribute__((vector_size(4 * LANES)));
    return __builtin_convertvector((lanes_signed)words, lanes_float);
#endif
}

/* x where the mask is set, 0 elsewhere. */
LANES_INLINE lanes_float lanes_where(lanes_word mask, lanes_float x)
{
    return lanes_of_bits(lanes_to_bits(x) & mask);
}

/* a where the mask is set, b elsewhere. */
LANES_INLINE lanes_float lanes_select(lanes_word mask, lanes_float a, lanes_float b)
{
#if LANES == 1
    return mask ? a : b;
#else
    return lanes_of_bits((lanes_to_bits(a) & mask) | (lanes_to_bits(b) & ~mask));
#endif
}

LANES_INLINE lanes_float lanes_min(lanes_float a, lanes_float b)
{
    return lanes_select(lanes_less(a, b), a, b);
}

/* `low` for what is no number. */
LANES_INLINE lanes_float lanes_clamp(lanes_float x, lanes_float low, lanes_float high)
{
    return lanes_min(lanes_select(lanes_less(low, x), x, low), high);
}

/* Every lane x. */
LANES_INLINE lanes_float lanes_all(float x)
{
#if LANES == 1
    return x;
#else
    return x - (lanes_float){0};
#endif
}

/* Added to a float below 2^22, it rounds it to the nearest whole number, which is in its low bits.
 */
#define LANES_ROUND      12582912.0f
#define LANES_ROUND_BITS 0x4b400000u

#define LANES_LOG2_E  1.44269504f
#define LANES_LN2     0.693145752f /* 0x1.62e400p-1: times a whole number below 2^9, it is exact */
#define LANES_LN2_LOW 1.42860677e-06f /* ln 2 - LANES_LN2 */

/* e^x to within 1.1 units in the last place, for x from -87 to 88; the nearest bound's elsewhere.
 */
LANES_INLINE lanes_float lanes_exp(lanes_float x)
{
    lanes_float rounding = x * LANES_LOG2_E + LANES_ROUND;
    lanes_float n = rounding - LANES_ROUND;
    lanes_float r = x - n * LANES_LN2 - n * LANES_LN2_LOW;
    lanes_float r2 = r * r;
    lanes_float low = 0x1.fffffcp-2f + r * 0x1.555490p-3f;
    lanes_float high = 0x1.5558f4p-5f + r * 0x1.123a6cp-7f + r2 * 0x1.6a2352p-10f;
    lanes_float power = r2 * (low + r2 * high) + r + 1;
    return lanes_of_bits(
        lanes_to_bits(power) + ((lanes_to_bits(rounding) - LANES_ROUND_BITS) << 23));
}

/* The natural logarithm, to within 1.5 units in the last place, of x > FLT_MIN. */
LANES_INLINE lanes_float lanes_log(lanes_float x)
{
    /* x = m 2^n, with m from 2/3 to 4/3, and f = m - 1 */
    lanes_word exponent = (lanes_to_bits(x) - (0x3f2aaaabu - (128u << 23))) >> 23;
    lanes_float n = lanes_of_bits(exponent + LANES_ROUND_BITS) - (LANES_ROUND + 128);
    lanes_float f = lanes_of_bits(lanes_to_bits(x) - ((exponent - 128) << 23)) - 1;
    lanes_float f2 = f * f, f4 = f2 * f2;
    lanes_float low = 0x1.555528p-2f - f * 0x1.000b1cp-2f;
    lanes_float middle = 0x1.99c31ep-3f - f * 0x1.515a6ep-3f;
    lanes_float high = 0x1.1f9624p-3f - f * 0x1.35b3c6p-3f + f2 * 0x1.1b09d8p-3f;
    lanes_float rest = f * f2 * (low + f2 * middle + f4 * high) + n * LANES_LN2_LOW;
    return n * LANES_LN2 + (f + (rest - f2 * 0.5f));
}

/* x^y for x > FLT_MIN; the error grows with the size of y ln x. */
LANES_INLINE lanes_float lanes_pow(lanes_float x, lanes_float y)
{
    return lanes_exp(y * lanes_log(x));
}

#endif
