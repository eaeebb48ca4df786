// What this process has allocated and not freed. Knows no test framework.
#pragma once

namespace hellojohn::tests {

/// Bytes. 0 if this allocator does not tell. Gives back to the system what is free and only kept for later use.
[[nodiscard]] long heap_in_use();

}  // namespace hellojohn::tests
