// Result<T>: a value or an Error. Needs neither exceptions nor RTTI.
#pragma once

#include <hellojohn/error.hpp>

#include <type_traits>
#include <utility>
#include <variant>

namespace hellojohn {
inline namespace v0 {

namespace detail {
/// Ends the program: a value was taken from a failure, or the other way round.
[[noreturn]] void result_misuse(const char* what) noexcept;
}  // namespace detail

/// The value of a call whose only answer is "done".
struct Unit {};

/// A value or an Error. Test with `if (result)` before you read one of them.
///
/// **Errors** reading the side that is absent ends the program with a message.
/// **Exceptions** only those of the function given to transform() or and_then().
/// **Thread safety** one object belongs to one thread at a time.
/// **Lifetime** references last until this object changes.
template <class T>
class [[nodiscard]] Result {
 public:
  using value_type = T;  ///< What a success holds.

  ///@{
  /// Implicit, so that `return value;` and `return error;` both work.
  Result(T value) noexcept : v_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) noexcept : v_(std::in_place_index<1>, std::move(error)) {}
  ///@}

  ///@{
  /// True if there is a value.
  [[nodiscard]] bool has_value() const noexcept { return v_.index() == 0; }
  explicit operator bool() const noexcept { return has_value(); }
  ///@}

  ///@{
  /// The value.
  [[nodiscard]] T& value() & noexcept { return *present(std::get_if<0>(&v_)); }
  [[nodiscard]] const T& value() const& noexcept { return *present(std::get_if<0>(&v_)); }
  [[nodiscard]] T&& value() && noexcept { return std::move(value()); }
  [[nodiscard]] T& operator*() & noexcept { return value(); }
  [[nodiscard]] const T& operator*() const& noexcept { return value(); }
  [[nodiscard]] T&& operator*() && noexcept { return std::move(value()); }
  [[nodiscard]] T* operator->() noexcept { return &value(); }
  [[nodiscard]] const T* operator->() const noexcept { return &value(); }
  ///@}

  ///@{
  /// The error.
  [[nodiscard]] const Error& error() const& noexcept {
    if (const Error* e = std::get_if<1>(&v_)) return *e;
    detail::result_misuse("Result::error() on a success");
  }
  [[nodiscard]] Error&& error() && noexcept {
    if (Error* e = std::get_if<1>(&v_)) return std::move(*e);
    detail::result_misuse("Result::error() on a success");
  }
  ///@}

  ///@{
  /// The value, or `fallback` if there is none. The first form copies the value, the second moves it.
  template <class U>
  [[nodiscard]] T value_or(U&& fallback) const& {
    return has_value() ? value() : static_cast<T>(std::forward<U>(fallback));
  }
  template <class U>
  [[nodiscard]] T value_or(U&& fallback) && {
    return has_value() ? std::move(value()) : static_cast<T>(std::forward<U>(fallback));
  }
  ///@}

  /// Turns the value into `change(value)` and passes an error on. A `change` that returns nothing gives Result<Unit>.
  template <class F>
  [[nodiscard]] auto transform(F&& change) && {
    using U = std::invoke_result_t<F, T&&>;
    if constexpr (std::is_void_v<U>) {
      if (!has_value()) return Result<Unit>(std::move(*this).error());
      std::forward<F>(change)(std::move(value()));
      return Result<Unit>(Unit{});
    } else {
      if (!has_value()) return Result<std::remove_cvref_t<U>>(std::move(*this).error());
      return Result<std::remove_cvref_t<U>>(std::forward<F>(change)(std::move(value())));
    }
  }
  /// Goes on with `next(value)`, which returns another Result, and passes an error on.
  template <class F>
  [[nodiscard]] auto and_then(F&& next) && -> std::remove_cvref_t<std::invoke_result_t<F, T&&>> {
    if (!has_value()) return std::move(*this).error();
    return std::forward<F>(next)(std::move(value()));
  }

 private:
  template <class P>
  static P* present(P* value) noexcept {
    if (value == nullptr) detail::result_misuse("value of a failed Result");
    return value;
  }

  std::variant<T, Error> v_;
};

}  // namespace v0
}  // namespace hellojohn
