// What this process holds of the system: threads, descriptors, memory. Knows no test framework.
#pragma once

namespace hellojohn::tests {

[[nodiscard]] int threads_here();
/// Threads that Asio starts for the timers of a network engine, also of one that the host drives: 1 on Windows.
[[nodiscard]] int timer_threads() noexcept;
/// File descriptors; on Windows, handles. The look itself may be one of them.
[[nodiscard]] int descriptors_here();
/// Ranges of addresses with one owner and one protection each.
[[nodiscard]] int mappings_here();
/// Bytes of this process that are in memory.
[[nodiscard]] long resident_here();

}  // namespace hellojohn::tests
