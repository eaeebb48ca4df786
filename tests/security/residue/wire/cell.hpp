// One operation that ends in one way, in a separate process, and the secrets that remain in it.
#pragma once

#include "security/residue/wire/peer.hpp"
#include "security/residue/wire/subject_process.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace hellojohn::tests {

/// Every operation of the client: see subject.cpp.
inline constexpr std::string_view residue_operations = "LVGECSDFOQRecgsaoAMNT";

struct Report {
  int scans = 0;
  std::size_t secrets = 0;
  std::size_t printed = 0;  ///< Fragments in what the subject printed or wrote, its log included.
  std::size_t lines = 0;    ///< That it printed.
  std::size_t bound_late = 0;  ///< Symbols bound once there were secrets.
  /// Fragments of secrets that have ended, anywhere, and of live ones where a core file would hold them.
  std::size_t copies = 0;
};

/// The program that is looked through, and how.
struct Program {
  std::string path;
  Binding binding = Binding::early;
};

[[nodiscard]] Report run_cell(Peer& peer, const Program& program, char operation, End end);

/// The operation with one allocation that fails; nothing to report where that ends the subject.
[[nodiscard]] std::optional<Report> run_without_memory(Peer& peer, const Program& program,
                                                       char operation, int allocation);

/// While new codes are displayed: fragments in a core file. `planted`: of a copy that the subject keeps in a string.
struct CoreReport {
  bool made = false;  ///< There is a core file.
  std::size_t secrets = 0;
  std::size_t in_core = 0;
  std::size_t planted_in_memory = 0;
  std::size_t planted_in_core = 0;
  std::size_t planted_in_output = 0;
};
[[nodiscard]] CoreReport run_core(Peer& peer, const Program& program);

}  // namespace hellojohn::tests
