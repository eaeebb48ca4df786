// Callbacks, not coroutines: a third of the compile time, and every suspension point is visible.
#include "net/socket/connection.hpp"

#include "net/socket/socket_calls.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/ssl/error.hpp>

#include <openssl/bio.h>

#include <cerrno>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace net {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

bool is_tls_error(const error_code& ec) noexcept {
  return ec.category() == asio::error::get_ssl_category();
}

unsigned long tls_code(const error_code& ec) noexcept {
  return is_tls_error(ec) ? static_cast<unsigned long>(static_cast<unsigned>(ec.value())) : 0;
}

TransportFailure failure(Errc code, std::string detail, bool permanent = false) {
  TransportFailure out;
  out.code = code;
  out.detail = std::move(detail);
  out.permanent = permanent;
  return out;
}

TransportFailure explain_anchors(Anchors anchors) {
  switch (anchors) {
    case Anchors::unreadable:
      return failure(Errc::usage, "ca_file or ca_pem holds no valid certificate", true);
    case Anchors::none:
      return failure(Errc::usage, "no trusted certificate authorities found: set ca_file", true);
    default: return failure(Errc::resource, "no memory for the certificate authorities");
  }
}

}  // namespace

bool is_exhausted(const error_code& ec) noexcept {
  return ec == boost::system::errc::too_many_files_open ||
         ec == boost::system::errc::too_many_files_open_in_system ||
         ec == boost::system::errc::not_enough_memory || ec == boost::system::errc::no_buffer_space;
}

TransportFailure explain_connect(const error_code& ec) {
  if (is_exhausted(ec)) return failure(Errc::resource, "no descriptor or memory for a socket");
  if (ec == asio::error::connection_refused) return failure(Errc::connect, "connection refused");
  if (ec == asio::error::timed_out) return failure(Errc::timeout, "connect timed out");
  return failure(Errc::connect, "no address could be reached");
}

Connection::Connection(Socket&& socket, Origin origin, TlsClient* tls)
    : origin_(std::move(origin)),
      client_(tls),
      stream_(std::move(socket), *this, tls != nullptr ? tls->context.get() : nullptr),
      idle_timer_(stream_.socket().get_executor()) {
  open_ = true;
}

void Connection::open() {
  error_code ignored;
  stream_.socket().set_option(asio::ip::tcp::no_delay(true), ignored);
  if (client_ == nullptr) {
    ready_ = true;
    read();
    return open_soon(std::nullopt);
  }
  if (client_->anchors != Anchors::ready) return open_soon(explain_anchors(client_->anchors));
  if (!prepare_handshake(stream_.ssl(), origin_))
    return open_soon(failure(Errc::tls_protocol, "TLS could not be set up"));
  client_->sessions.offer(origin_.text, stream_.ssl());
  stream_.handshake(shared_from_this());
}

void Connection::open_soon(std::optional<TransportFailure> why) {
  asio::post(stream_.socket().get_executor(),
             [self = shared_from_this(), why = std::move(why)]() mutable {
               if (why) return self->break_off(std::move(*why), true);
               if (self->open_ && self->user_ != nullptr) self->user_->on_open();
             });
}

void Connection::on_handshake(const error_code& ec) {
  if (!open_) return;
  SSL* ssl = stream_.ssl();
  if (ec) {
    const bool nothing_came = BIO_number_read(SSL_get_rbio(ssl)) == 0;
    // Which of the two it is depends on whether our first words were out when it came.
    const bool reset = ec == asio::error::connection_reset || ec == asio::error::broken_pipe;
    if (reset && nothing_came)
      return break_off(Errc::connection_lost, "connection reset after it was accepted");
    TlsFailure why = explain_handshake(ssl, tls_code(ec));
    return break_off(failure(why.code, std::move(why.detail), why.permanent), true);
  }
  if (!protocol_agreed(ssl))
    return break_off(failure(Errc::tls_protocol, "server chose another protocol", true), true);
  if (!client_->pins.hold(ssl, std::chrono::system_clock::now()))
    return break_off(failure(Errc::tls_trust, "no pinned key in the certificate chain", true),
                     true);
  ready_ = true;
  read();
  if (user_ != nullptr) user_->on_open();
}

void Connection::send(Secret&& wire) {
  reader_.reset();
  fresh_ = false;
  wire_ = std::move(wire);
  awaiting_ = true;
  stream_.write(shared_from_this(), asio::const_buffer(wire_.reveal().data(), wire_.size()));
  writing_ = true;
}

void Connection::on_write(const error_code& ec, std::size_t size) {
  const bool whole = !ec && size == wire_.size();
  const bool some = client_ != nullptr || size != 0;
  wire_.clear();
  writing_ = false;
  // Told even when closed: only now is it certain how much had left.
  if (user_ != nullptr) user_->on_written(whole, some);
}

void Connection::read() {
  const auto room = reader_.prepare();
  stream_.read(shared_from_this(), asio::mutable_buffer(room.data(), room.size()));
  reading_ = true;
}

void Connection::on_read(const error_code& ec, std::size_t size) {
  reading_ = false;
  if (!open_) return;
  if (ec) return on_read_end(ec);
  heard_ = true;
  if (!awaiting_) return break_off(Errc::protocol, "server spoke before it was asked");
  const ResponseReader::State state = reader_.commit(size);
  if (state == ResponseReader::State::reading) return read();
  settle(state);
}

void Connection::on_read_end(const error_code& ec) {
  if (is_tls_error(ec) && !heard_ && demands_certificate(tls_code(ec)))
    return break_off(failure(Errc::tls_protocol, "server demands a client certificate", true),
                     true);
  if (is_tls_error(ec) && memory_ran_out(tls_code(ec)))
    return break_off(Errc::resource, "out of memory in TLS");
  if (is_exhausted(ec)) return break_off(Errc::resource, "out of memory for the connection");
  if (!awaiting_) return break_off(Errc::connection_lost, "connection closed by the server");
  // Over plain TCP an end of stream proves nothing, because anyone on the path can send it. A loopback connection has no path.
  const bool announced = ec == asio::error::eof && (client_ != nullptr || origin_.host.is_loopback);
  settle(reader_.finish(announced ? EndOfStream::announced : EndOfStream::torn));
}

void Connection::settle(ResponseReader::State state) {
  if (state == ResponseReader::State::failed) {
    TransportFailure out = failure(reader_.code(), reader_.detail());
    out.status_seen = reader_.status_seen();
    return break_off(std::move(out), false);
  }
  awaiting_ = false;
  remember_session();
  HttpResponse answer = reader_.take();
  if (user_ != nullptr) user_->on_answer(std::move(answer));
}

void Connection::remember_session() noexcept {
  if (client_ == nullptr) return;
  // Another object whenever the server gave another ticket; copying it for every answer would cost more than the answer.
  const SSL_SESSION* current = SSL_get0_session(stream_.ssl());
  if (current == nullptr || current == remembered_ || SSL_SESSION_is_resumable(current) != 1)
    return;
  remembered_ = current;
  client_->sessions.remember(origin_.text, stream_.ssl());
}

bool Connection::reusable() const noexcept {
  return ready_ && open_ && !writing_ && !awaiting_ && (fresh_ || reader_.reusable());
}

void Connection::rest(std::chrono::milliseconds limit) {
  user_ = nullptr;
  if (!reading_) read();
  rests_until_ = std::chrono::steady_clock::now() + limit;
  if (!idle_armed_) arm_idle_timer();
}

// Armed once, and looks again when it ends: setting it anew around every call would cost system calls.
void Connection::arm_idle_timer() {
  idle_timer_.expires_at(rests_until_);
  std::weak_ptr<Connection> self = weak_from_this();
  idle_timer_.async_wait([self](const error_code& ec) {
    const auto connection = self.lock();
    if (!connection) return;
    connection->idle_armed_ = false;
    if (ec || !connection->open_ || connection->user_ != nullptr) return;
    if (connection->rests_until_ <= std::chrono::steady_clock::now()) return connection->close();
    try {
      connection->arm_idle_timer();
    } catch (...) {
      connection->close();  // Without memory: one connection, not the calls of the others.
    }
  });
  idle_armed_ = true;
}

bool Connection::wake() noexcept {
  if (!open_) return false;
  // The pending read may have an end of stream ahead of it that the reactor has not seen yet.
  if (!is_silent(stream_.socket())) {
    close();
    return false;
  }
  if (rests_until_ <= std::chrono::steady_clock::now()) {
    close();
    return false;
  }
  return true;
}

void Connection::close() noexcept {
  open_ = false;
  idle_timer_.cancel();
  close_socket(stream_.socket());
}

void Connection::break_off(TransportFailure&& why, bool not_processed) {
  if (!open_) return;
  close();
  if (user_ != nullptr) user_->on_broken(std::move(why), not_processed);
}

void Connection::break_off(Errc code, const char* detail) {
  break_off(failure(code, detail), false);
}

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
