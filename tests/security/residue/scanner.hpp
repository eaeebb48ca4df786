// Looks for secrets in the memory of a process, this one or another, and in files such as a core.
#pragma once

#include "security/residue/needles.hpp"
#include "security/residue/process_memory.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace hellojohn::tests {

/// Places where fragments of one secret stand.
struct Places {
  std::size_t dumped = 0;  ///< In mappings that a core file holds.
  std::size_t hidden = 0;  ///< In those that it leaves out.
  [[nodiscard]] std::size_t all() const noexcept { return dumped + hidden; }
};

/// Every mapping of a process that can be read and is no program text. By secret; throws where it cannot be read.
[[nodiscard]] std::vector<Places> scan_process(const SearchedProcess&, const Needles& needles);

/// The registers of every thread of a child process. By secret; throws where they cannot be read.
[[nodiscard]] std::vector<std::size_t> scan_registers(const SearchedProcess&,
                                                      const Needles& needles);

/// By secret; throws where the file cannot be read.
[[nodiscard]] std::vector<std::size_t> scan_file(const std::string& path, const Needles& needles);

/// One secret in this process. `without_dump` leaves out the mappings that a core file leaves out.
[[nodiscard]] std::size_t count_fragments(const Scrambled& secret, bool without_dump = false);

}  // namespace hellojohn::tests
