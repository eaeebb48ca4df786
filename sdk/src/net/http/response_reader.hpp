// Bytes in, one HTTP answer out, with the limits and refusals that every answer is held to.
// Knows nothing of sockets or TLS, so that it can be fuzzed; hides the parser it is built on.
#pragma once

#include <hellojohn/error.hpp>
#include <hellojohn/transport.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace hellojohn {
inline namespace v0 {
namespace net {

inline constexpr std::size_t max_header_size = 16 * 1024;
inline constexpr std::size_t max_body_size = 64 * 1024;
inline constexpr std::size_t max_fields = 100;
inline constexpr int max_interim_answers = 16;

enum class EndOfStream : unsigned char { announced, torn };

/// Reads one answer at a time; its buffer is wiped whenever bytes leave it.
class ResponseReader {
 public:
  enum class State : unsigned char { reading, complete, failed };

  ResponseReader();
  ~ResponseReader();
  ResponseReader(const ResponseReader&) = delete;
  ResponseReader& operator=(const ResponseReader&) = delete;

  /// The place for the next bytes. **Lifetime** until commit or reset.
  [[nodiscard]] std::span<char> prepare() noexcept;
  State commit(std::size_t size) noexcept;
  /// The peer will send no more.
  State finish(EndOfStream) noexcept;
  /// Ready for the next answer on the same connection; only after a reusable one.
  void reset();

  [[nodiscard]] HttpResponse take() noexcept;
  /// Keeps the storage of a header that was read, for that of a later answer.
  void reuse(HttpResponse&& read) noexcept;
  /// Nothing is left over, and the peer keeps it open.
  [[nodiscard]] bool reusable() const noexcept;
  [[nodiscard]] Errc code() const noexcept;
  [[nodiscard]] const char* detail() const noexcept;
  [[nodiscard]] std::uint16_t status_seen() const noexcept;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
