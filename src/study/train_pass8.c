/* Eight lanes at a time, where the processor has AVX2. */
#if defined __x86_64__
#define LANES        8
#define LANES_TARGET __attribute__((target("avx2")))
#include "study/train_pass.h"

const struct train_pass *train_pass8(void)
{
    static const struct train_pass pass = {train_sum_lanes, train_predict_lanes};
    return __builtin_cpu_supports("avx2") ? &pass : NULL;
}

#else
#include "study/train_parts.h"

const struct train_pass *train_pass8(void)
{
    return NULL;
}
#endif
