// A visitor made of a table: which path goes into which variable. What stands elsewhere is skipped.
#pragma once

#include "codec/reader.hpp"

#include <hellojohn/secret.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace hellojohn::inline v0::codec {

struct Field {
  using Target =
      std::variant<std::string*, Secret*, std::optional<std::int64_t>*, std::optional<bool>*>;
  std::string_view path;
  Target target;
};

/// The first value at a path stays. Something else where a text is wanted is a Problem, but null counts as absent.
/// Numbers and flags are hints, every one optional: of another kind they stay empty, so that no code is lost for them.
class Fields : public Visitor {
 public:
  template <std::size_t N>
  explicit Fields(const std::array<Field, N>& table) : first_(table.data()), count_(N) {}

  Problem on_text(std::string_view path, std::string_view value) override {
    const Field* field = find(path);
    if (field == nullptr) return nullptr;
    if (auto* const* text = std::get_if<std::string*>(&field->target)) {
      **text = std::string(value);
      return nullptr;
    }
    if (auto* const* secret = std::get_if<Secret*>(&field->target)) {
      **secret = Secret(value);
      return nullptr;
    }
    return nullptr;
  }
  Problem on_integer(std::string_view path, std::int64_t value) override {
    const Field* field = find(path);
    if (field == nullptr) return nullptr;
    auto* const* number = std::get_if<std::optional<std::int64_t>*>(&field->target);
    if (number == nullptr) return wrong_for(*field);
    **number = value;
    return nullptr;
  }
  Problem on_bool(std::string_view path, bool value) override {
    const Field* field = find(path);
    if (field == nullptr) return nullptr;
    auto* const* flag = std::get_if<std::optional<bool>*>(&field->target);
    if (flag == nullptr) return wrong_for(*field);
    **flag = value;
    return nullptr;
  }
  /// In a hint of ours it is worth nothing; codes beside it must not be lost for it (faults.md 141).
  Problem on_huge(std::string_view path) override {
    return find(path) != nullptr ? nullptr : Visitor::on_huge(path);
  }
  Problem on_object(std::string_view path) override {
    const Field* field = find(path);
    return field == nullptr ? nullptr : wrong_for(*field);
  }
  Problem on_array(std::string_view path) override { return on_object(path); }

 protected:
  static constexpr Problem wrong_kind = "a field has the wrong type";

  [[nodiscard]] const Field* find(std::string_view path) const noexcept {
    for (std::size_t i = 0; i < count_; ++i)
      if (first_[i].path == path) return &first_[i];
    return nullptr;
  }

 private:
  static Problem wrong_for(const Field& field) noexcept {
    const bool text = std::holds_alternative<std::string*>(field.target) ||
                      std::holds_alternative<Secret*>(field.target);
    return text ? wrong_kind : nullptr;
  }

  const Field* first_;
  std::size_t count_;
};

}  // namespace hellojohn::inline v0::codec
