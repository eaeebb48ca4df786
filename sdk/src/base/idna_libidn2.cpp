// International host names by libidn2, with the mapping of UTS 46 that browsers use (non-transitional).
#include "base/idna.hpp"

#include <idn2.h>

namespace hellojohn {
inline namespace v0 {

namespace {

/// What libidn2 allocated, freed at the scope's end.
class Text {
 public:
  Text() noexcept = default;
  ~Text() { ::idn2_free(bytes_); }
  Text(const Text&) = delete;
  Text& operator=(const Text&) = delete;

  [[nodiscard]] char** out() noexcept { return &bytes_; }
  [[nodiscard]] const char* c_str() const noexcept { return bytes_; }
  [[nodiscard]] std::string_view view() const noexcept {
    return bytes_ != nullptr ? std::string_view(bytes_) : std::string_view();
  }

 private:
  char* bytes_ = nullptr;
};

constexpr int as_browsers = IDN2_NONTRANSITIONAL | IDN2_NFC_INPUT;

}  // namespace

// There and back again: a label that comes back changed was mapped on the way, and versions of Unicode map differently.
const char* to_ascii_label(std::string_view label, std::string& ascii) {
  const std::string given(label);
  Text encoded;
  Text shown;
  Text again;
  if (::idn2_to_ascii_8z(given.c_str(), encoded.out(), as_browsers) != IDN2_OK ||
      ::idn2_to_unicode_8z8z(encoded.c_str(), shown.out(), as_browsers) != IDN2_OK ||
      ::idn2_to_ascii_8z(shown.c_str(), again.out(), as_browsers) != IDN2_OK)
    return "the host is not a valid international name";
  if (shown.view() == encoded.view() || again.view() != encoded.view())
    return "the host is not a valid international name";
  if (given != shown.view() && given != encoded.view())
    return "the host is not written as it is read: use lower case and plain characters";
  ascii = encoded.view();
  return nullptr;
}

}  // namespace v0
}  // namespace hellojohn
