// Secret: bytes that are wiped when they go. SecretView: a look at them that cannot be printed.
// Knows nothing of what the bytes mean.
#pragma once

#include <cstddef>
#include <string_view>

namespace hellojohn {
inline namespace v0 {

/// A borrowed look at a secret. Has no stream operator and no conversion: call reveal() where the bytes are needed.
///
/// **Exceptions** none. **Thread safety** one thread at a time.
/// **Lifetime** valid while the owner lives and is not changed.
class SecretView {
 public:
  constexpr SecretView() noexcept = default;
  /// A look at bytes that somebody else owns.
  constexpr explicit SecretView(std::string_view bytes) noexcept : bytes_(bytes) {}
  /// The bytes, for the one place that needs them.
  [[nodiscard]] constexpr std::string_view reveal() const noexcept { return bytes_; }
  ///@{
  /// Size in bytes.
  [[nodiscard]] constexpr std::size_t size() const noexcept { return bytes_.size(); }
  [[nodiscard]] constexpr bool empty() const noexcept { return bytes_.empty(); }
  ///@}

 private:
  std::string_view bytes_;
};

/// Owns bytes that are overwritten on destruction, on reassignment and when they move to larger storage.
///
/// Move-only; no stream operator; no implicit conversion. Used for tokens, keys, passwords, TOTP secrets, codes and bodies.
/// **Exceptions** std::bad_alloc from every function that copies or adds bytes; the object is then unchanged. In a program
/// without exceptions it ends the program.
/// **Thread safety** distinct objects are independent; one object belongs to one thread at a time.
/// **Lifetime** owns its bytes.
class Secret {
 public:
  Secret() noexcept = default;
  /// Copies the bytes; wiping the original is the caller's.
  explicit Secret(std::string_view bytes);
  ///@{
  /// Takes the storage; the one moved from is empty. Assignment wipes what was here.
  Secret(Secret&& other) noexcept;
  Secret& operator=(Secret&& other) noexcept;
  ///@}
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret();

  /// The bytes, NUL-free or not, as stored. **Lifetime** until the next change or move of this object.
  [[nodiscard]] std::string_view reveal() const noexcept { return {data_, size_}; }
  /// A look at the bytes. **Lifetime** until the next change or move of this object.
  [[nodiscard]] SecretView view() const noexcept { return SecretView(reveal()); }
  ///@{
  /// Size in bytes.
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
  ///@}

  /// An explicit copy.
  [[nodiscard]] Secret clone() const { return Secret(reveal()); }

  /// Adds bytes at the end. Old storage is wiped when it grows.
  void append(std::string_view bytes);
  /// Makes room, so that append() moves nothing; old storage is wiped.
  void reserve(std::size_t capacity);
  /// Wipes and empties; keeps no storage.
  void clear() noexcept;

 private:
  char* data_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

///@{
/// Deleted, so that a secret that is printed by mistake is one clear error: call reveal() if it must be.
template <class Stream>
void operator<<(Stream&&, const Secret&) = delete;
template <class Stream>
void operator<<(Stream&&, const SecretView&) = delete;
///@}

/// Compares without a data-dependent branch on the contents; the lengths are not hidden.
/// **Exceptions** none. **Thread safety** any thread.
[[nodiscard]] bool equal_constant_time(std::string_view a, std::string_view b) noexcept;

/// Overwrites memory in a way that no optimiser removes.
/// **Exceptions** none. **Thread safety** any thread.
void secure_wipe(void* memory, std::size_t size) noexcept;

}  // namespace v0
}  // namespace hellojohn
