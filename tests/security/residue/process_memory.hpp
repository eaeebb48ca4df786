// The memory of a process, range by range, as its system shows it. Knows nothing of what is looked for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace hellojohn::tests {

/// The process that is looked through.
struct SearchedProcess {
  std::int64_t id = 0;
  /// Where it holds a secret. Windows does not tell others which pages its error reports leave out: those around this address.
  /// Linux tells, and does not look at it.
  std::uintptr_t secrets = 0;
};

/// This process.
[[nodiscard]] SearchedProcess own_process();

struct MemoryRange {
  std::uintptr_t from = 0;
  std::uintptr_t to = 0;
  bool dumped = true;  ///< A core file holds it, or an error report.
};

class ProcessMemory {
 public:
  /// Throws if the system refuses it.
  explicit ProcessMemory(const SearchedProcess&);
  ~ProcessMemory();
  ProcessMemory(const ProcessMemory&) = delete;
  ProcessMemory& operator=(const ProcessMemory&) = delete;

  /// Everything that can be read and is no program text.
  [[nodiscard]] std::vector<MemoryRange> ranges() const;
  /// The number of bytes that could be read.
  [[nodiscard]] std::size_t read(std::uintptr_t from, unsigned char* out,
                                 std::size_t size) const noexcept;

 private:
  SearchedProcess process_;
  std::intptr_t handle_ = -1;
};

}  // namespace hellojohn::tests
