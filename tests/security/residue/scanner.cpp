// Reads a process range by range into one static buffer, which is itself passed over.
#include "security/residue/scanner.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <memory>
#include <stdexcept>

namespace hellojohn::tests {

namespace {

alignas(4096) unsigned char window[1 << 20];
constexpr std::size_t step = sizeof window - Needles::longest;

/// What was in the window is nobody's to find later.
struct WipedWindow {
  WipedWindow() = default;
  WipedWindow(const WipedWindow&) = delete;
  WipedWindow& operator=(const WipedWindow&) = delete;
  ~WipedWindow() { std::memset(window, 0, sizeof window); }
};

void scan(const ProcessMemory& memory, std::uintptr_t from, std::uintptr_t to,
          const Needles& needles, std::vector<std::size_t>& found) {
  for (; from < to; from += step) {
    const std::size_t n = memory.read(from, window, std::min(sizeof window, to - from));
    if (n == 0) break;
    needles.count(window, n, step, found);
  }
}

}  // namespace

std::vector<Places> scan_process(const SearchedProcess& process, const Needles& needles) {
  const ProcessMemory memory(process);
  const WipedWindow wiped;
  const auto own = reinterpret_cast<std::uintptr_t>(window);
  const bool of_own = process.id == own_process().id;
  std::vector<std::size_t> dumped(needles.size()), hidden(needles.size());
  const auto ranges = memory.ranges();
  if (ranges.empty()) throw std::runtime_error("the process has no memory that can be read");
  for (const MemoryRange& range : ranges) {
    auto& found = range.dumped ? dumped : hidden;
    if (of_own && own >= range.from && own < range.to) {
      scan(memory, range.from, own, needles, found);
      scan(memory, own + sizeof window, range.to, needles, found);
    } else {
      scan(memory, range.from, range.to, needles, found);
    }
  }
  std::vector<Places> out;
  for (std::size_t i = 0; i < needles.size(); ++i) out.push_back({dumped[i], hidden[i]});
  return out;
}

std::vector<std::size_t> scan_file(const std::string& path, const Needles& needles) {
  const WipedWindow wiped;
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"),
                                                             &std::fclose);
  if (file == nullptr) throw std::runtime_error("cannot read " + path);
  std::setvbuf(file.get(), nullptr, _IONBF, 0);
  std::vector<std::size_t> found(needles.size());
  std::size_t kept = 0;
  for (;;) {
    const std::size_t n = std::fread(window + kept, 1, sizeof window - kept, file.get());
    const bool last = n < sizeof window - kept;
    needles.count(window, kept + n, last ? kept + n : step, found);
    if (last) return found;
    // A form that begins near the end of one piece ends in the next.
    kept = Needles::longest;
    std::memmove(window, window + step, kept);
  }
}

std::size_t count_fragments(const Scrambled& secret, bool without_dump) {
  Needles needles;
  needles.add(secret);
  const Places places = scan_process(own_process(), needles)[0];
  return without_dump ? places.dumped : places.all();
}

}  // namespace hellojohn::tests
