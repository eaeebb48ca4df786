// See frames.hpp: Windows' stacks, and the names in the symbol table that MinGW's linker leaves in a program.
#include "frames.hpp"

#include <algorithm>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <vector>

#include <windows.h>

namespace hellojohn::tests {

namespace {

void (*note_death)(bool is_abort) noexcept = nullptr;

void die_by_abort(int) { note_death(true); }

LPTOP_LEVEL_EXCEPTION_FILTER before = nullptr;

/// A C++ exception that nothing catches comes here too: the C library then goes on to std::terminate().
bool is_cpp(DWORD code) noexcept { return (code & 0x20ffffffU) == 0x20474343U; }

LONG WINAPI die_by_crash(EXCEPTION_POINTERS* what) {
  if (is_cpp(what->ExceptionRecord->ExceptionCode) && before != nullptr) return before(what);
  note_death(false);
  return EXCEPTION_EXECUTE_HANDLER;  // The process ends without a window.
}

std::string path_of(HMODULE module) {
  char path[MAX_PATH];
  return {path, ::GetModuleFileNameA(module, path, sizeof path)};
}

struct Symbol {
  std::uint32_t offset;  ///< From the start of the program's image.
  std::string name;
};

/// Functions of this program, by their places.
class SymbolTable {
 public:
  SymbolTable() {
    std::ifstream in(path_of(nullptr), std::ios::binary);
    file_.assign(std::istreambuf_iterator<char>(in), {});
    const auto header = at<std::uint32_t>(0x3c) + 4;
    symbols_ = at<std::uint32_t>(header + 8);
    count_ = at<std::uint32_t>(header + 12);
    sections_ = header + sizeof(IMAGE_FILE_HEADER) + at<std::uint16_t>(header + 16);
    for (std::uint32_t i = 0; i < count_; i += 1 + at<std::uint8_t>(symbols_ + i * 18 + 17))
      read(symbols_ + i * 18);
    std::sort(list_.begin(), list_.end(),
              [](const Symbol& a, const Symbol& b) { return a.offset < b.offset; });
  }
  [[nodiscard]] std::string name(std::uint32_t offset) const {
    const auto next =
        std::upper_bound(list_.begin(), list_.end(), offset,
                         [](std::uint32_t place, const Symbol& s) { return place < s.offset; });
    return next == list_.begin() ? "" : std::prev(next)->name;
  }

 private:
  template <class T>
  [[nodiscard]] T at(std::size_t place) const {
    T out{};
    if (place + sizeof out <= file_.size()) std::memcpy(&out, file_.data() + place, sizeof out);
    return out;
  }
  void read(std::size_t place) {
    const auto section = at<std::int16_t>(place + 12);
    if (section <= 0) return;
    const std::size_t start = sections_ + static_cast<std::size_t>(section - 1) * 40;
    if ((at<std::uint32_t>(start + 36) & IMAGE_SCN_MEM_EXECUTE) == 0) return;
    // Names of up to 8 characters stand here, longer ones behind the table.
    std::string name;
    if (at<std::uint32_t>(place) != 0)
      name.assign(file_.data() + place, ::strnlen(file_.data() + place, 8));
    else
      name = file_.data() + symbols_ + count_ * 18 + at<std::uint32_t>(place + 4);
    if (name.empty() || name[0] == '.') return;
    list_.push_back({at<std::uint32_t>(place + 8) + at<std::uint32_t>(start + 12), name});
  }

  std::string file_;
  std::size_t symbols_ = 0, count_ = 0, sections_ = 0;
  std::vector<Symbol> list_;
};

}  // namespace

int stack_here(void** frames, int most) noexcept {
  return ::RtlCaptureStackBackTrace(0, static_cast<DWORD>(most), frames, nullptr);
}

void on_death(void (*note)(bool is_abort) noexcept) noexcept {
  note_death = note;
  std::signal(SIGABRT, die_by_abort);
  before = ::SetUnhandledExceptionFilter(die_by_crash);
}

std::string name_of(void* address) {
  static const SymbolTable table;
  HMODULE module = nullptr;
  // The address is the one after the call.
  const char* const call = static_cast<char*>(address) - 1;
  if (::GetModuleHandleExA(
          GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT,
          call, &module) == 0)
    return "?";
  const auto offset = static_cast<std::uint32_t>(call - reinterpret_cast<const char*>(module));
  const std::string path = path_of(module);
  const std::string file = path.substr(path.find_last_of("\\/") + 1);
  if (module == ::GetModuleHandleA(nullptr))
    if (const std::string name = table.name(offset); !name.empty())
      return plain_name(name.c_str()) + " [" + file + "]";
  char place[32];
  std::snprintf(place, sizeof place, "+0x%lx]", static_cast<unsigned long>(offset + 1));
  return "[" + file + place;
}

}  // namespace hellojohn::tests
