// Files of one user on Windows: made for nobody else, and asked who else may read them. Knows no program.
#pragma once

#include <string>
#include <string_view>

#include <windows.h>

namespace samples {

/// UTF-8 to UTF-16; empty if `text` is not UTF-8.
[[nodiscard]] std::wstring wide(std::string_view text);
/// UTF-16 to UTF-8.
[[nodiscard]] std::string narrow(std::wstring_view text);

/// What a new file or folder gets: access for the user of this process, and for nobody else.
class OnlyTheUser {
 public:
  OnlyTheUser();
  ~OnlyTheUser();
  OnlyTheUser(const OnlyTheUser&) = delete;
  OnlyTheUser& operator=(const OnlyTheUser&) = delete;
  /// Null if the user is not known.
  [[nodiscard]] SECURITY_ATTRIBUTES* get() noexcept {
    return descriptor_ != nullptr ? &attributes_ : nullptr;
  }

 private:
  PSECURITY_DESCRIPTOR descriptor_ = nullptr;
  SECURITY_ATTRIBUTES attributes_{};
};

/// Null if only the user, the system and the administrators may read the open file, and it belongs to one of them. Else
/// what is wrong, as in "can be read by others".
[[nodiscard]] const char* what_is_wrong_with_access(HANDLE file);

}  // namespace samples
