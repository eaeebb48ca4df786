// One TCP or TLS connection that carries one exchange at a time, with a read always pending, so
// that a peer
// that hung up is noticed before the next request. Knows nothing of names, pools or deadlines.
#pragma once

#include "base/url.hpp"
#include "net/http/response_reader.hpp"
#include "net/socket/asio_types.hpp"
#include "net/socket/byte_stream.hpp"
#include "net/tls/certificate_checks.hpp"
#include "net/tls/tls_context.hpp"

#include <hellojohn/secret.hpp>
#include <hellojohn/transport.hpp>

#include <chrono>
#include <memory>
#include <optional>

namespace hellojohn {
inline namespace v0 {
namespace net {

/// Told what becomes of a connection. Every call comes from the I/O thread, none inside a call to
/// Connection.
class ConnectionUser {
 public:
  virtual ~ConnectionUser() = default;
  virtual void on_open() = 0;
  /// `whole`: every byte of the request was handed to the operating system; `some`: at least one
  /// may have been.
  virtual void on_written(bool whole, bool some) = 0;
  virtual void on_answer(HttpResponse&&) = 0;
  /// The connection is of no more use. `failure.sent` is not filled in, but where the peer proves
  /// `not_processed`.
  virtual void on_broken(TransportFailure&& failure, bool not_processed) = 0;
};

/// What every TLS connection of a transport shares.
struct TlsClient {
  PinSet pins;
  SslContextPtr context{};  ///< Made on the I/O thread.
  TlsSessions sessions{};
  /// Without trusted roots, a handshake would only blame the server. Not `ready` without a context.
  Anchors anchors = Anchors::no_memory;
};

class Connection final : public std::enable_shared_from_this<Connection>, private StreamUser {
 public:
  using Socket = TcpSocket;

  /// `tls` is null for http.
  Connection(Socket&& socket, Origin origin, TlsClient* tls);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  void set_user(ConnectionUser* user) noexcept { user_ = user; }
  void open();
  /// Once per answer, after on_open or reuse.
  void send(Secret&& wire);
  void close() noexcept;

  /// An answer of this connection that nobody reads any more: the next one takes its storage.
  void reuse(HttpResponse&& read) noexcept { reader_.reuse(std::move(read)); }

  [[nodiscard]] bool writing() const noexcept { return writing_; }
  [[nodiscard]] bool reusable() const noexcept;
  /// Waits for the next exchange; closes itself after `limit`.
  void rest(std::chrono::milliseconds limit);
  /// False if the peer hung up or spoke unasked in the meantime: then it is closed.
  [[nodiscard]] bool wake() noexcept;
  [[nodiscard]] bool is_open() const noexcept { return open_; }
  [[nodiscard]] const Origin& origin() const noexcept { return origin_; }

 private:
  void read();
  /// What open() says once the caller is out of it: that it is open, or why it is not.
  void open_soon(std::optional<TransportFailure> why);
  void arm_idle_timer();
  void on_handshake(const error_code&) override;
  void on_read(const error_code&, std::size_t) override;
  void on_write(const error_code&, std::size_t) override;
  void on_read_end(const error_code&);
  void settle(ResponseReader::State);
  void break_off(TransportFailure&&, bool not_processed);
  void break_off(Errc, const char* detail);
  void remember_session() noexcept;

  Origin origin_;
  TlsClient* client_;
  ByteStream stream_;
  SteadyTimer idle_timer_;
  std::chrono::steady_clock::time_point rests_until_{};
  bool idle_armed_ = false;
  ConnectionUser* user_ = nullptr;
  ResponseReader reader_;
  Secret wire_;
  const SSL_SESSION* remembered_ = nullptr;  // Compared, never looked into.
  bool open_ = false;                        ///< Until close().
  bool ready_ = false;                       ///< The server has proved who it is, if it must.
  bool reading_ = false;
  bool writing_ = false;
  bool awaiting_ = false;  ///< A request was begun and has no answer yet.
  bool fresh_ = true;      ///< No request was ever sent.
  bool heard_ = false;     ///< At least one byte of application data ever came.
};

/// The class of a socket error while connecting, or later.
[[nodiscard]] TransportFailure explain_connect(const boost::system::error_code&);
[[nodiscard]] bool is_exhausted(const boost::system::error_code&) noexcept;

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
