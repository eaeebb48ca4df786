// Binds early what the dynamic linker would bind late. Knows nothing of secrets.
//
// A symbol of a shared library that is bound lazily is looked up at its first call. For the time of that look-up the dynamic
// linker saves the vector registers on the stack, and with them whatever a copy had just moved; nobody wipes that stack.
// This library's own calls are compiled without lazy binding (-fno-plt). Those inside the C++ library are bound here.
#pragma once

namespace hellojohn {
inline namespace v0 {
namespace detail {

/// Calls once, with empty vector registers, what the C++ library binds at its first call. Every Secret asks for that before
/// it takes bytes. From then on one look at a flag; waits for nobody.
void bind_early() noexcept;

}  // namespace detail
}  // namespace v0
}  // namespace hellojohn
