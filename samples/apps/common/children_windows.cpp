// See children.hpp. The shell knows the user's programs, and collects nothing.
#include "apps/common/children.hpp"

#include "apps/common/access_windows.hpp"

#include <shellapi.h>

namespace samples {

bool Children::open(const std::string& file_or_address) {
  const std::wstring what = wide(file_or_address);
  SHELLEXECUTEINFOW order{};
  order.cbSize = sizeof order;
  // A program that takes its time to start must not hold a frame, and what fails is said by the screen, not by a box.
  order.fMask = SEE_MASK_ASYNCOK | SEE_MASK_FLAG_NO_UI;
  order.lpVerb = L"open";
  order.lpFile = what.c_str();
  order.nShow = SW_SHOWNORMAL;
  return !what.empty() && ::ShellExecuteExW(&order) != 0;
}

bool Children::print(const std::string& file) { return open(file); }

void Children::reap() noexcept {}

bool Children::can_print() { return true; }

}  // namespace samples
