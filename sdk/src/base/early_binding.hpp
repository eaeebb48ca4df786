// Binds early what the dynamic linker would bind late. Knows nothing of secrets.
//
// A symbol of a shared library that is bound lazily is looked up at its first call. For the time of that look-up the dynamic
// linker saves the vector registers on the stack, and with them whatever a copy had just moved; nobody wipes that stack.
// This library's own calls are compiled without lazy binding (-fno-plt). Those inside the C++ library are bound here.
#pragma once

namespace hellojohn {
inline namespace v0 {

/// Calls what the C++ library binds at its first call. Empty the vector registers first. Waits for nobody.
void bind_early() noexcept;
/// True once bind_early() has done so.
[[nodiscard]] bool is_bound_early() noexcept;

}  // namespace v0
}  // namespace hellojohn
