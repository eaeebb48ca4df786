// The pair of BIOs is OpenSSL's own ring of bytes: the socket reads and writes in place.
#include "net/tls/tls_channel.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>

#include <openssl/err.h>

#include <algorithm>
#include <climits>
#include <new>

namespace hellojohn {
inline namespace v0 {
namespace net {
namespace {

namespace asio = boost::asio;

int size_for_openssl(std::size_t size) noexcept {
  return static_cast<int>(std::min(size, std::size_t{INT_MAX}));
}

}  // namespace

TlsChannel::TlsChannel(SSL_CTX* context) : ssl_(SSL_new(context)) {
  BIO* inside = nullptr;
  BIO* outside = nullptr;
  if (!ssl_ || BIO_new_bio_pair(&inside, 0, &outside, 0) != 1) throw std::bad_alloc();
  outside_.reset(outside);
  SSL_set_bio(ssl_.get(), inside, inside);
  SSL_set_mode(ssl_.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
}

TlsChannel::Step TlsChannel::judge(int result, error_code& ec) const noexcept {
  if (result > 0) return Step::done;
  switch (SSL_get_error(ssl_.get(), result)) {
    case SSL_ERROR_WANT_READ:
    case SSL_ERROR_WANT_WRITE: return Step::blocked;
    case SSL_ERROR_ZERO_RETURN: ec = asio::error::eof; return Step::failed;
    default: break;
  }
  const unsigned long why = ERR_get_error();
  ec = why != 0 ? error_code(static_cast<int>(why), asio::error::get_ssl_category())
                : error_code(asio::error::connection_aborted);
  return Step::failed;
}

TlsChannel::Step TlsChannel::handshake(error_code& ec) noexcept {
  ERR_clear_error();
  return judge(SSL_connect(ssl_.get()), ec);
}

TlsChannel::Step TlsChannel::read(asio::mutable_buffer target, std::size_t& size,
                                  error_code& ec) noexcept {
  if (!has_input()) return Step::blocked;
  ERR_clear_error();
  const int result = SSL_read(ssl_.get(), target.data(), size_for_openssl(target.size()));
  if (result > 0) size = static_cast<std::size_t>(result);
  return judge(result, ec);
}

TlsChannel::Step TlsChannel::write(asio::const_buffer source, std::size_t& size,
                                   error_code& ec) noexcept {
  ERR_clear_error();
  const int result = SSL_write(ssl_.get(), source.data(), size_for_openssl(source.size()));
  if (result > 0) size = static_cast<std::size_t>(result);
  return judge(result, ec);
}

bool TlsChannel::has_input() const noexcept {
  return SSL_pending(ssl_.get()) > 0 || BIO_wpending(outside_.get()) > 0;
}

asio::mutable_buffer TlsChannel::room_for_input() noexcept {
  char* room = nullptr;
  const int size = BIO_nwrite0(outside_.get(), &room);
  return {room, size > 0 ? static_cast<std::size_t>(size) : 0};
}

void TlsChannel::add_input(std::size_t size) noexcept {
  char* room = nullptr;
  (void)BIO_nwrite(outside_.get(), &room, static_cast<int>(size));
}

asio::const_buffer TlsChannel::output() noexcept {
  char* first = nullptr;
  const int size = BIO_nread0(outside_.get(), &first);
  return {first, size > 0 ? static_cast<std::size_t>(size) : 0};
}

void TlsChannel::drop_output(std::size_t size) noexcept {
  char* first = nullptr;
  (void)BIO_nread(outside_.get(), &first, static_cast<int>(size));
}

TlsChannel::error_code TlsChannel::explain(const error_code& ec) const noexcept {
  if (ec != asio::error::eof) return ec;
  const bool announced = (SSL_get_shutdown(ssl_.get()) & SSL_RECEIVED_SHUTDOWN) != 0;
  return announced && BIO_wpending(outside_.get()) == 0
             ? ec
             : error_code(asio::error::connection_aborted);
}

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
