/* Seeded pseudo-random numbers, the same on every machine. */
#ifndef BASE_RANDOM_H
#define BASE_RANDOM_H

#include <stdint.h>

/* splitmix64 (S. Vigna, 2015): a well-mixed number for each pair of seed and value. */
static inline uint64_t random_mix(uint64_t seed, uint64_t value)
{
    uint64_t z = value + seed * UINT64_C(0xd1342543de82ef95) + UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

#endif
