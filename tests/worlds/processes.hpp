// What this process holds of the system: threads, descriptors, memory. Knows no test framework.
#pragma once

namespace hellojohn::tests {

[[nodiscard]] int threads_here();
/// File descriptors; on Windows, handles. The look itself may be one of them.
[[nodiscard]] int descriptors_here();
/// Bytes of this process that are in memory.
[[nodiscard]] long resident_here();

}  // namespace hellojohn::tests
