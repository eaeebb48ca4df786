// TLS between two buffers: what came from the socket goes in, what belongs on the socket comes out.
// Knows OpenSSL and error codes; nothing of sockets or HTTP.
#pragma once

#include "net/tls/freed_by.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/system/error_code.hpp>

#include <openssl/bio.h>
#include <openssl/ssl.h>

#include <cstddef>
#include <memory>

namespace hellojohn {
inline namespace v0 {
namespace net {

/// The client's end. Not with Asio's ssl::stream: its operations are templates of the stream, of the step and of the handler,
/// which was a tenth of the library's code, and it copies each byte once more.
class TlsChannel {
 public:
  using error_code = boost::system::error_code;
  enum class Step : unsigned char { done, blocked, failed };  ///< blocked: on the socket.

  /// **Exceptions** std::bad_alloc.
  explicit TlsChannel(SSL_CTX*);

  [[nodiscard]] SSL* ssl() const noexcept { return ssl_.get(); }

  [[nodiscard]] Step handshake(error_code&) noexcept;
  /// At least one byte, if it is done. An announced end of the stream is asio::error::eof.
  [[nodiscard]] Step read(boost::asio::mutable_buffer, std::size_t& size, error_code&) noexcept;
  /// At most one record. If it is blocked, the next write must begin with the same bytes.
  [[nodiscard]] Step write(boost::asio::const_buffer, std::size_t& size, error_code&) noexcept;

  /// Something that read() has not looked at.
  [[nodiscard]] bool has_input() const noexcept;
  /// For bytes from the socket. It stays where it is until add_input().
  [[nodiscard]] boost::asio::mutable_buffer room_for_input() noexcept;
  void add_input(std::size_t size) noexcept;
  /// For the socket. It stays where it is until drop_output().
  [[nodiscard]] boost::asio::const_buffer output() noexcept;
  void drop_output(std::size_t size) noexcept;
  /// What an error of the socket means inside TLS: an end of stream counts only if the peer announced it.
  [[nodiscard]] error_code explain(const error_code&) const noexcept;

 private:
  [[nodiscard]] Step judge(int result, error_code&) const noexcept;

  std::unique_ptr<SSL, FreedBy<&SSL_free>> ssl_;
  std::unique_ptr<BIO, FreedBy<&BIO_free>> outside_;  ///< The socket's end of the pair.
};

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
