// A visitor made of a table: which path goes into which variable. Other paths are skipped.
#pragma once

#include "base/decimal.hpp"
#include "base/display_text.hpp"
#include "json/parser.hpp"

#include <hellojohn/secret.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace hellojohn {
inline namespace v0 {
namespace codec {

/// A text that a screen or a log may show. Whatever goes into `text` passes display_text() first.
struct Shown {
  std::string* text;
  std::size_t most = longest_name;
};

struct Field {
  using Target = std::variant<std::string*, Secret*, Shown, std::optional<std::int64_t>*,
                              std::optional<bool>*>;
  std::string_view path;
  Target target;
  /// The result if the server sent true, false, an object or an array instead of a text.
  std::string_view if_wrong_kind{};
};

/// Reads what it can: a field of another kind is left empty and never refuses the answer. Each reader itself refuses an
/// answer without a field that the call needs. A number is read as text for an id, and a text as a number for a hint.
class Fields : public Visitor {
 public:
  template <std::size_t N>
  explicit Fields(const std::array<Field, N>& table) : Fields(std::span<const Field>(table)) {}
  explicit Fields(std::span<const Field> table) : first_(table.data()), count_(table.size()) {
    for (const Field& field : table) bits_ |= bit_of(field.path);
  }

  Problem on_text(std::string_view path, std::string_view value) override {
    const Field* field = find(path);
    if (field == nullptr) return nullptr;
    if (auto* const* secret = std::get_if<Secret*>(&field->target)) {
      (*secret)->clear();
      (*secret)->append(value);
      return nullptr;
    }
    take(*field, value);
    return nullptr;
  }
  Problem on_integer(std::string_view path, std::int64_t value) override {
    const Field* field = find(path);
    if (field == nullptr) return nullptr;
    if (auto* const* number = std::get_if<std::optional<std::int64_t>*>(&field->target))
      **number = value;
    else
      take(*field, std::to_string(value));
    return nullptr;
  }
  Problem on_number(std::string_view path, std::string_view written) override {
    if (const Field* field = find(path)) take(*field, written);
    return nullptr;
  }
  Problem on_bool(std::string_view path, bool value) override {
    const Field* field = find(path);
    if (field == nullptr) return nullptr;
    auto* const* flag = std::get_if<std::optional<bool>*>(&field->target);
    if (flag != nullptr)
      **flag = value;
    else
      wrong_kind_at(*field);
    return nullptr;
  }
  Problem on_object(std::string_view path) override {
    if (const Field* field = find(path)) wrong_kind_at(*field);
    return nullptr;
  }
  Problem on_array(std::string_view path) override { return Fields::on_object(path); }

 protected:
  static constexpr Problem wrong_kind = "a field has the wrong type";

  [[nodiscard]] const Field* find(std::string_view path) const noexcept {
    if ((bits_ & bit_of(path)) == 0) return nullptr;
    for (std::size_t i = 0; i < count_; ++i)
      if (first_[i].path == path) return &first_[i];
    return nullptr;
  }

 private:
  /// By length and last character: most other paths of an answer have no bit of the table's.
  static constexpr std::uint64_t bit_of(std::string_view path) noexcept {
    const std::size_t last = path.empty() ? 0 : static_cast<unsigned char>(path.back());
    return std::uint64_t{1} << ((path.size() + 8 * last) & 63);
  }
  /// Text into a text or a number; never into a Secret, which only a JSON string fills.
  static void take(const Field& field, std::string_view value) {
    if (auto* const* text = std::get_if<std::string*>(&field.target)) **text = std::string(value);
    if (const Shown* shown = std::get_if<Shown>(&field.target))
      *shown->text = display_text(value, shown->most);
    if (auto* const* number = std::get_if<std::optional<std::int64_t>*>(&field.target))
      **number = whole_seconds(value);
  }
  /// "600", "600.0" and "6e2" are 600; a fraction is cut off. Empty for what no clock can hold.
  static std::optional<std::int64_t> whole_seconds(std::string_view text) noexcept {
    const auto number = read_decimal(text);
    if (!number || number->too_large) return {};
    return number->negative ? -number->whole : number->whole;
  }
  static void wrong_kind_at(const Field& field) {
    auto* const* text = std::get_if<std::string*>(&field.target);
    if (text != nullptr) **text = std::string(field.if_wrong_kind);
    if (const Shown* shown = std::get_if<Shown>(&field.target)) shown->text->clear();
  }

  const Field* first_;
  std::size_t count_;
  std::uint64_t bits_ = 0;  ///< The bits of all paths of the table.
};

}  // namespace codec
}  // namespace v0
}  // namespace hellojohn
