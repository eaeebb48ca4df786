// A function that keeps its own frame. Each compiler ignores the other's word for it.
#pragma once

#if defined(_MSC_VER) && !defined(__clang__)
#define HELLOJOHN_NOINLINE __declspec(noinline)
#else
#define HELLOJOHN_NOINLINE [[gnu::noinline]]
#endif
