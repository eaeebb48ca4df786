// What this process holds of the system: threads, descriptors, memory. Asks /proc; knows no test framework.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <unistd.h>

namespace hellojohn::tests {

[[nodiscard]] inline int entries_of(const char* folder) {
  const std::filesystem::directory_iterator all(folder);
  return static_cast<int>(std::distance(begin(all), end(all)));
}

[[nodiscard]] inline int threads_here() { return entries_of("/proc/self/task"); }
/// One of them is the look itself.
[[nodiscard]] inline int descriptors_here() { return entries_of("/proc/self/fd"); }

/// Bytes of this process that are in memory.
[[nodiscard]] inline long resident_here() {
  std::ifstream statm("/proc/self/statm");
  long size = 0;
  long resident = 0;
  statm >> size >> resident;
  return resident * ::sysconf(_SC_PAGESIZE);
}

}  // namespace hellojohn::tests
