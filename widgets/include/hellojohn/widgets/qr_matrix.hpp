// The modules of a QR code, made locally in wiped storage.
#pragma once

#include <hellojohn/secret.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace hellojohn {
inline namespace v0 {
namespace widgets {

/// A QR code of level M. Holds what it encodes: the picture is as secret as the text.
/// **Exceptions** none.
/// **Thread safety** one thread at a time.
/// **Lifetime** independent; refers to nothing.
class QrMatrix {
 public:
  static constexpr int quiet_zone = 4;  ///< Modules to be left white around it (ISO/IEC 18004).

  /// Makes the code; false if `text` is too long (then size() is 0: show only the key).
  [[nodiscard]] bool make(SecretView text) noexcept;
  /// Forgets the code; size() is 0 then.
  void wipe() noexcept {
    modules_.clear();
    size_ = 0;
  }
  /// Modules on a side, 0 if there is none.
  [[nodiscard]] int size() const noexcept { return size_; }
  /// True for black. `x`, `y` in 0..size()-1; false outside.
  [[nodiscard]] bool black(int x, int y) const noexcept {
    if (x < 0 || y < 0 || x >= size_ || y >= size_) return false;
    const auto i = static_cast<unsigned>(y * size_ + x);
    return (static_cast<unsigned char>(modules_.reveal()[i / 8]) >> i % 8 & 1U) != 0;
  }

 private:
  Secret modules_;  // A bit each, row by row: a frame looks at thousands.
  int size_ = 0;
};

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn
