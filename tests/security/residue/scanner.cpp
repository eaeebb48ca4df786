// Reads /proc/PID/mem map by map into one static buffer, which is itself passed over.
#include "security/residue/scanner.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <stdexcept>

#include <fcntl.h>
#include <unistd.h>

namespace hellojohn::tests {

namespace {

alignas(4096) unsigned char window[1 << 20];
constexpr std::size_t step = sizeof window - Needles::longest;

struct Map {
  std::uintptr_t from, to;
  bool dumped;
};

std::vector<Map> readable_maps(pid_t process) {
  std::vector<Map> maps;
  std::ifstream smaps("/proc/" + std::to_string(process) + "/smaps");
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

class Input {
 public:
  explicit Input(const std::string& path) : fd_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
    if (fd_ < 0) throw std::runtime_error("cannot read " + path);
  }
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;
  ~Input() {
    ::close(fd_);
    std::memset(window, 0, sizeof window);
  }
  /// The bytes from one offset up to another, or to where there are no more.
  void scan(std::uintptr_t from, std::uintptr_t to, const Needles& needles,
            std::vector<std::size_t>& found) const {
    for (; from < to; from += step) {
      const std::size_t wanted = std::min(sizeof window, to - from);
      const auto n = ::pread(fd_, window, wanted, static_cast<off_t>(from));
      if (n <= 0) break;
      needles.count(window, static_cast<std::size_t>(n), step, found);
    }
  }

 private:
  int fd_;
};

}  // namespace

std::vector<Places> scan_process(pid_t process, const Needles& needles) {
  const Input memory("/proc/" + std::to_string(process) + "/mem");
  const auto own = reinterpret_cast<std::uintptr_t>(window);
  const bool of_own = process == ::getpid();
  std::vector<std::size_t> dumped(needles.size()), hidden(needles.size());
  const auto maps = readable_maps(process);
  if (maps.empty()) throw std::runtime_error("the process has no memory that can be read");
  for (const Map& map : maps) {
    auto& found = map.dumped ? dumped : hidden;
    if (of_own && own >= map.from && own < map.to) {
      memory.scan(map.from, own, needles, found);
      memory.scan(own + sizeof window, map.to, needles, found);
    } else {
      memory.scan(map.from, map.to, needles, found);
    }
  }
  std::vector<Places> out;
  for (std::size_t i = 0; i < needles.size(); ++i) out.push_back({dumped[i], hidden[i]});
  return out;
}

std::vector<std::size_t> scan_file(const std::string& path, const Needles& needles) {
  const Input file(path);
  std::vector<std::size_t> found(needles.size());
  file.scan(0, static_cast<std::uintptr_t>(-1), needles, found);
  return found;
}

std::size_t count_fragments(const Scrambled& secret, bool without_dump) {
  Needles needles;
  needles.add(secret);
  const Places places = scan_process(::getpid(), needles)[0];
  return without_dump ? places.dumped : places.all();
}

}  // namespace hellojohn::tests
