// The objects that assistive technology sees: one for each element, one for each code. Knows no bus.
#pragma once

#include <hellojohn/speech/reader.hpp>
#include <hellojohn/widgets/account_access.hpp>
#include <hellojohn/widgets/text.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace hellojohn {
inline namespace v0 {
namespace atspi {

/// Numbers of AT-SPI's roles and states (atspi-constants.h of at-spi2-core).
namespace role {
inline constexpr std::uint32_t check_box = 7, dialog = 16, frame = 23, image = 27, label = 29,
                               list = 31, list_item = 32, password_text = 40, progress_bar = 42,
                               push_button = 43, application = 75, entry = 79, heading = 83,
                               link = 88, notification = 101;
}
namespace state {
inline constexpr std::uint32_t active = 1, checked = 4, editable = 7, enabled = 8, focusable = 11,
                               focused = 12, sensitive = 24, showing = 25, single_line = 26,
                               visible = 30, checkable = 41;
}

/// One element, or one row of the sheet of codes. Its id stays while the element is the same.
struct Object {
  std::uint32_t id = 0;
  std::uint64_t key = 0;
  widgets::Part part = widgets::Part::main;
  std::size_t element = 0;
  int row = -1;
};

/// What the screen shows now. Valid during one update.
struct Frame {
  const widgets::AccountAccessView& view;
  const widgets::Text& text;
  const speech::Focus& focus;
  [[nodiscard]] const widgets::Screen* screen(widgets::Part part) const noexcept;
  [[nodiscard]] const widgets::Screen& screen_of(const Object& object) const noexcept {
    return *screen(object.part);
  }
  [[nodiscard]] const widgets::Element& element_of(const Object& object) const noexcept {
    return screen_of(object)[object.element];
  }
};

/// All objects in reading order; those of the rows follow their sheet.
class Tree {
 public:
  /// What came or went.
  struct Changes {
    std::vector<Object> added, removed;
    std::uint32_t screen_before = 0;
  };
  Changes update(const Frame& frame);
  [[nodiscard]] const std::vector<Object>& objects() const noexcept { return objects_; }
  /// Null if it is not there any more.
  [[nodiscard]] const Object* find(std::uint32_t id) const noexcept;
  /// The object with the focus; null if there is none.
  [[nodiscard]] const Object* focused(const Frame& frame) const noexcept;
  /// The object that holds the main part, as a dialog: another one for each screen. Screen readers read a dialog when the
  /// focus comes into it.
  [[nodiscard]] std::uint32_t screen() const noexcept { return screen_; }
  /// Those of a part, or the rows of a sheet.
  [[nodiscard]] std::vector<std::uint32_t> children(widgets::Part part) const;
  [[nodiscard]] std::vector<std::uint32_t> rows(const Object& sheet) const;
  /// The sheet of a row; null if the object is not a row.
  [[nodiscard]] const Object* sheet(const Object& row) const noexcept;

 private:
  std::vector<Object> objects_;
  const widgets::Screen* main_ = nullptr;  // Only compared.
  std::uint32_t arrival_ = 0;
  std::uint32_t screen_ = 0;
  std::uint32_t next_id_ = 1;
};

/// The title of the main part.
[[nodiscard]] std::string title_of(const Frame& frame);
[[nodiscard]] std::string name_of(const Frame& frame, const Object& object);
[[nodiscard]] std::string description_of(const Frame& frame, const Object& object);
[[nodiscard]] std::uint32_t role_of(const Frame& frame, const Object& object);
[[nodiscard]] std::array<std::uint32_t, 2> states_of(const Frame& frame, const Object& object,
                                                     bool focused);
/// What a field, a row or a value holds. Masked and overheard secrets are dots.
[[nodiscard]] std::string text_of(const Frame& frame, const Object& object);
[[nodiscard]] bool is_field(const Frame& frame, const Object& object);
/// A row, or a value that is secret: its text can be read while it is shown.
[[nodiscard]] bool holds_secret(const Frame& frame, const Object& object);
[[nodiscard]] bool is_pressed(const Frame& frame, const Object& object);
/// True if the field took the text.
[[nodiscard]] bool fill(const Frame& frame, const Object& object, std::string_view text);
void press(const Frame& frame, const Object& object, widgets::Intents& intents);

}  // namespace atspi
}  // namespace v0
}  // namespace hellojohn
