// The places of everything that can be pressed in a frame, for a screen reader, a tour, or a program that plays.
// Holds no text.
#pragma once

#include <hellojohn/widgets/screen.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace hellojohn {
inline namespace v0 {
namespace imgui {

/// One thing to press. An element that has several counts them in `sub`, in the order in which they are drawn: 0 the code
/// field, 1 and up the keys of its pad; the rows of the sheet, two each (reveal, copy), from left to right and downwards.
struct Item {
  widgets::Part part = widgets::Part::main;  ///< Which screen of an AccountAccessView.
  std::uint8_t element = 0;                  ///< Index in the part's Screen.
  std::uint8_t sub = 0;                      ///< Which thing of the element; 0 if it has one.
  bool focused = false;                      ///< It has the focus of keyboard or pad.
  ///@{
  /// Pixels of the ImGui context.
  float left = 0, top = 0, right = 0, bottom = 0;
  ///@}
};

/// Filled by draw() where Style::items names it. More than fit are dropped.
/// **Exceptions** none.
/// **Thread safety** one thread at a time.
/// **Lifetime** independent; refers to nothing.
class Items {
 public:
  /// Once a frame, before draw().
  void clear() noexcept { size_ = 0; }
  /// Dropped when 160 are there.
  void add(const Item& item) noexcept {
    if (size_ < items_.size()) items_[size_++] = item;
  }
  ///@{
  /// In the order in which they were drawn.
  [[nodiscard]] const Item* begin() const noexcept { return items_.data(); }
  [[nodiscard]] const Item* end() const noexcept { return items_.data() + size_; }
  ///@}

 private:
  std::array<Item, 160> items_{};
  std::size_t size_ = 0;
};

}  // namespace imgui
}  // namespace v0
}  // namespace hellojohn
