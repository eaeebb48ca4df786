// The stack of a thread: taken, noted when the process dies, and put into words. Knows nothing of the tests.
#pragma once

#include <string>

namespace hellojohn::tests {

/// The addresses behind the calls under way, innermost first: at most `most`. Returns how many.
int stack_here(void** frames, int most) noexcept;

/// Calls `note` if the process dies by abort() or by a crash, before it ends. It may only copy.
void on_death(void (*note)(bool is_abort) noexcept) noexcept;

/// "name [file]", or "[file+offset]" without one. Also of the address in another process of the same program.
[[nodiscard]] std::string name_of(void* address);

/// A C++ name without arguments and template lists, which say little here.
[[nodiscard]] std::string plain_name(const char* symbol);

}  // namespace hellojohn::tests
