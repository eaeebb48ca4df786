// See process_memory.hpp: /proc/PID/smaps and /proc/PID/mem.
#include "security/residue/process_memory.hpp"

#include <cstdio>
#include <fstream>
#include <stdexcept>
#include <string>

#include <fcntl.h>
#include <unistd.h>

namespace hellojohn::tests {

SearchedProcess own_process() { return {::getpid()}; }

ProcessMemory::ProcessMemory(const SearchedProcess& process) : process_(process) {
  const std::string path = "/proc/" + std::to_string(process.id) + "/mem";
  handle_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (handle_ < 0) throw std::runtime_error("cannot read " + path);
}

ProcessMemory::~ProcessMemory() { ::close(static_cast<int>(handle_)); }

std::vector<MemoryRange> ProcessMemory::ranges() const {
  std::vector<MemoryRange> maps;
  std::ifstream smaps("/proc/" + std::to_string(process_.id) + "/smaps");
  bool wanted = false;
  for (std::string line; std::getline(smaps, line);) {
    unsigned long from = 0, to = 0;
    char rights[5] = {};
    if (std::sscanf(line.c_str(), "%lx-%lx %4s", &from, &to, rights) == 3) {
      const bool of_kernel = line.find("[v") != std::string::npos;  // [vdso], [vvar], [vsyscall]
      wanted = rights[0] == 'r' && rights[2] != 'x' && !of_kernel;
      if (wanted) maps.push_back({from, to, true});
    } else if (wanted && line.rfind("VmFlags:", 0) == 0) {
      maps.back().dumped = line.find(" dd") == std::string::npos;
    }
  }
  return maps;
}

std::size_t ProcessMemory::read(std::uintptr_t from, unsigned char* out,
                                std::size_t size) const noexcept {
  const auto n = ::pread(static_cast<int>(handle_), out, size, static_cast<off_t>(from));
  return n < 0 ? 0 : static_cast<std::size_t>(n);
}

}  // namespace hellojohn::tests
