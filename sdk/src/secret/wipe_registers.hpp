// The vector registers: memcpy leaves in them what it copied last, and a core file holds the registers of each thread.
// Knows nothing of what was copied.
#pragma once

namespace hellojohn {
inline namespace v0 {
namespace detail {

/// Does nothing on processors that have no file here.
void wipe_registers() noexcept;

/// Wipes them where a scope ends.
struct RegistersWipedAfter {
  RegistersWipedAfter() noexcept = default;
  RegistersWipedAfter(const RegistersWipedAfter&) = delete;
  RegistersWipedAfter& operator=(const RegistersWipedAfter&) = delete;
  ~RegistersWipedAfter() { wipe_registers(); }
};

}  // namespace detail
}  // namespace v0
}  // namespace hellojohn
