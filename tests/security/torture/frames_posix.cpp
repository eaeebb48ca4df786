// See frames.hpp: glibc's stacks, signals, and the dynamic linker's names.
#include "frames.hpp"

#include <csignal>
#include <cstdio>
#include <cstring>

#include <dlfcn.h>
#include <execinfo.h>

namespace hellojohn::tests {

namespace {

void (*note_death)(bool is_abort) noexcept = nullptr;

void die(int number) {
  note_death(number == SIGABRT);
  std::signal(number, SIG_DFL);
  std::raise(number);
}

}  // namespace

int stack_here(void** frames, int most) noexcept { return ::backtrace(frames, most); }

void on_death(void (*note)(bool is_abort) noexcept) noexcept {
  note_death = note;
  for (const int number : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL}) std::signal(number, die);
}

std::string name_of(void* address) {
  Dl_info info{};
  // The address is the one after the call.
  if (::dladdr(static_cast<char*>(address) - 1, &info) == 0 || info.dli_fname == nullptr)
    return "?";
  const char* slash = std::strrchr(info.dli_fname, '/');
  const std::string file = slash != nullptr ? slash + 1 : info.dli_fname;
  if (info.dli_sname != nullptr) return plain_name(info.dli_sname) + " [" + file + "]";
  char place[32];
  std::snprintf(
      place, sizeof place, "+0x%lx]",
      static_cast<unsigned long>(static_cast<char*>(address) - static_cast<char*>(info.dli_fbase)));
  return "[" + file + place;
}

}  // namespace hellojohn::tests
