// Result<T>: a value or an Error. Never throws; usable with -fno-exceptions -fno-rtti.
#pragma once

#include <hellojohn/error.hpp>

#include <utility>
#include <variant>

namespace hellojohn {
inline namespace v0 {

namespace detail {
/// Ends the program: a value was taken from a failure, or the other way round.
[[noreturn]] void result_misuse(const char* what) noexcept;
}  // namespace detail

/// The value of a call that answers nothing but "done".
struct Unit {};

/// A value or an Error.
///
/// Reading the side that is not there ends the program with a message; test with `if (result)` first.
template <class T>
class [[nodiscard]] Result {
 public:
  ///@{
  /// Implicit, so that `return value;` and `return error;` both work.
  Result(T value) noexcept : v_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) noexcept : v_(std::in_place_index<1>, std::move(error)) {}
  ///@}

  ///@{
  /// True where there is a value.
  [[nodiscard]] bool has_value() const noexcept { return v_.index() == 0; }
  explicit operator bool() const noexcept { return has_value(); }
  ///@}

  ///@{
  /// The value. **Errors** on a failure the program ends. **Lifetime** references until this object
  /// changes.
  [[nodiscard]] T& value() & noexcept { return *checked(); }
  [[nodiscard]] const T& value() const& noexcept { return *const_cast<Result*>(this)->checked(); }
  [[nodiscard]] T&& value() && noexcept { return std::move(*checked()); }
  [[nodiscard]] T& operator*() & noexcept { return *checked(); }
  [[nodiscard]] const T& operator*() const& noexcept { return value(); }
  [[nodiscard]] T&& operator*() && noexcept { return std::move(*checked()); }
  [[nodiscard]] T* operator->() noexcept { return checked(); }
  [[nodiscard]] const T* operator->() const noexcept { return &value(); }
  ///@}

  ///@{
  /// The error. **Errors** on a success the program ends. **Lifetime** references until this object
  /// changes.
  [[nodiscard]] const Error& error() const& noexcept {
    if (const Error* e = std::get_if<1>(&v_)) return *e;
    detail::result_misuse("Result::error() on a success");
  }
  [[nodiscard]] Error&& error() && noexcept {
    if (Error* e = std::get_if<1>(&v_)) return std::move(*e);
    detail::result_misuse("Result::error() on a success");
  }
  ///@}

 private:
  T* checked() noexcept {
    if (T* p = std::get_if<0>(&v_)) return p;
    detail::result_misuse("value of a failed Result");
  }

  std::variant<T, Error> v_;
};

}  // namespace v0
}  // namespace hellojohn
