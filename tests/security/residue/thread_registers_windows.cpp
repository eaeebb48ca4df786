// See scanner.hpp: an error report holds the registers of each thread, and memcpy leaves in them what it copied last.
#include "security/residue/scanner.hpp"
#include "security/residue/threads_windows.hpp"

#include <cstring>
#include <stdexcept>

namespace hellojohn::tests {

namespace {

/// MinGW-w64 has no name for it.
constexpr DWORD with_xstate = CONTEXT_ALL | 0x40;

/// With the wide vector registers, if the processor and the system have them.
class Registers {
 public:
  Registers() {
    DWORD size = 0;
    ::InitializeContext(nullptr, with_xstate, nullptr, &size);
    room_.resize(size);
    if (size != 0 && ::InitializeContext(room_.data(), with_xstate, &context_, &size) != 0 &&
        ::SetXStateFeaturesMask(context_, ::GetEnabledXStateFeatures()) != 0)
      return;
    room_.assign(sizeof(CONTEXT) + 15, 0);
    const auto at = reinterpret_cast<std::uintptr_t>(room_.data());
    context_ = reinterpret_cast<CONTEXT*>((at + 15) & ~std::uintptr_t{15});
    context_->ContextFlags = CONTEXT_ALL;
  }
  Registers(const Registers&) = delete;
  Registers& operator=(const Registers&) = delete;
  ~Registers() { std::memset(room_.data(), 0, room_.size()); }

  bool read(HANDLE thread) { return ::GetThreadContext(thread, context_) != 0; }
  void count(const Needles& needles, std::vector<std::size_t>& found) const {
    needles.count(room_.data(), room_.size(), room_.size(), found);
  }

 private:
  std::vector<unsigned char> room_;
  CONTEXT* context_ = nullptr;
};

}  // namespace

std::vector<std::size_t> scan_registers(const SearchedProcess& process, const Needles& needles) {
  std::vector<std::size_t> found(needles.size());
  for (const DWORD id : threads_of(process.id)) {
    const StoppedThread thread(id);
    if (!thread.ok()) continue;  // It ended in the meantime.
    Registers registers;
    if (!registers.read(thread.get()))
      throw std::runtime_error("a thread's registers cannot be read");
    registers.count(needles, found);
  }
  return found;
}

}  // namespace hellojohn::tests
