// Bytes both ways over one TCP socket, inside TLS or not. Knows no HTTP, and not what the bytes are for.
#pragma once

#include "net/handler_memory.hpp"
#include "net/socket/asio_types.hpp"
#include "net/tls/tls_channel.hpp"

#include <cstddef>
#include <memory>
#include <optional>

namespace hellojohn {
inline namespace v0 {
namespace net {

/// Hears of ends on the I/O thread, never inside its call to the stream.
class StreamUser {
 public:
  using error_code = boost::system::error_code;
  virtual ~StreamUser() = default;
  virtual void on_handshake(const error_code&) {}
  virtual void on_read(const error_code&, std::size_t) = 0;
  virtual void on_write(const error_code&, std::size_t) = 0;
};

/// One read and one write at a time, which may overlap. They end early only if the socket is closed.
/// All users share one kind of handler, because each kind is 10 KB of Asio's code.
class ByteStream {
 public:
  /// Keeps the owner of the stream, and so the buffers, until the socket has let go of them.
  using Owner = std::shared_ptr<void>;

  /// A null context means plain TCP. **Exceptions** std::bad_alloc.
  ByteStream(TcpSocket&& socket, StreamUser& user, SSL_CTX* context);
  ByteStream(const ByteStream&) = delete;
  ByteStream& operator=(const ByteStream&) = delete;

  [[nodiscard]] TcpSocket& socket() noexcept { return socket_; }
  /// Null without TLS.
  [[nodiscard]] SSL* ssl() const noexcept { return tls_ ? tls_->ssl() : nullptr; }

  /// Only with TLS, before all else.
  void handshake(const Owner&);
  /// Some bytes.
  void read(const Owner&, boost::asio::mutable_buffer);
  /// All of them. How much had left before an error is known only without TLS.
  void write(const Owner&, boost::asio::const_buffer);

 private:
  using error_code = boost::system::error_code;

  struct Task {
    bool asked = false;
    bool ended = false;
    std::size_t size = 0;
    error_code error{};
    void ask() noexcept { *this = {true, false, 0, {}}; }
    void end(const error_code& why) noexcept {
      ended = true;
      error = why;
    }
    [[nodiscard]] bool open() const noexcept { return asked && !ended; }
  };

  void begin(const Owner&);
  void proceed(const Owner&);
  void proceed_in_tls();
  void encrypt();
  void receive(const Owner&, boost::asio::mutable_buffer);
  void send(const Owner&, boost::asio::const_buffer);
  void on_received(const Owner&, const error_code&, std::size_t);
  void on_sent(const Owner&, const error_code&, std::size_t);
  void tell();
  [[nodiscard]] bool is_flushed() noexcept;

  TcpSocket socket_;
  StreamUser& user_;
  std::optional<TlsChannel> tls_;
  HandlerMemory receive_memory_, send_memory_;
  Task handshake_, read_, write_;
  boost::asio::mutable_buffer target_;
  boost::asio::const_buffer source_;
  bool receiving_ = false;
  bool sending_ = false;
  error_code deaf_{};  ///< Why nothing that is written reaches the peer any more.
};

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
