// A call does what needs no socket and asks the socket for the rest; the user hears of the end when the socket answers.
#include "net/socket/byte_stream.hpp"

#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace net {

namespace asio = boost::asio;

ByteStream::ByteStream(TcpSocket&& socket, StreamUser& user, SSL_CTX* context)
    : socket_(std::move(socket)), user_(user) {
  if (context != nullptr) tls_.emplace(context);
}

void ByteStream::handshake(const Owner& owner) {
  handshake_.ask();
  begin(owner);
}

void ByteStream::read(const Owner& owner, asio::mutable_buffer target) {
  target_ = target;
  read_.ask();
  begin(owner);
}

void ByteStream::write(const Owner& owner, asio::const_buffer source) {
  source_ = source;
  write_.ask();
  begin(owner);
}

void ByteStream::begin(const Owner& owner) {
  proceed(owner);
  // What has ended already must not be told in here: nothing is sent, at once.
  if ((handshake_.ended || read_.ended || write_.ended) && !sending_) send(owner, {});
}

void ByteStream::proceed(const Owner& owner) {
  if (tls_) {
    proceed_in_tls();
    if (!sending_ && !is_flushed()) send(owner, tls_->output());
  } else if (write_.open() && !sending_) {
    send(owner, source_ + write_.size);
  }
  // Not while bytes wait to be read: OpenSSL begins its ring anew once it is empty, and the socket would write at the old place.
  const bool has_input = tls_ && tls_->has_input();
  if ((read_.open() || handshake_.open()) && !receiving_ && !has_input)
    receive(owner, tls_ ? tls_->room_for_input() : target_);
}

void ByteStream::proceed_in_tls() {
  error_code ec;
  if (handshake_.open() && tls_->handshake(ec) != TlsChannel::Step::blocked) handshake_.end(ec);
  if (write_.open()) encrypt();
  if (read_.open() && tls_->read(target_, read_.size, ec) != TlsChannel::Step::blocked)
    read_.end(ec);
}

void ByteStream::encrypt() {
  error_code ec = deaf_;
  while (!ec && write_.size < source_.size()) {
    std::size_t size = 0;
    if (tls_->write(source_ + write_.size, size, ec) == TlsChannel::Step::blocked) return;
    write_.size += size;
  }
  write_.end(ec);
}

void ByteStream::receive(const Owner& owner, asio::mutable_buffer room) {
  socket_.async_read_some(
      room, in_memory(receive_memory_, [this, owner](const error_code& ec, std::size_t size) {
        on_received(owner, ec, size);
      }));
  receiving_ = true;
}

void ByteStream::send(const Owner& owner, asio::const_buffer bytes) {
  socket_.async_write_some(
      bytes, in_memory(send_memory_, [this, owner](const error_code& ec, std::size_t size) {
        on_sent(owner, ec, size);
      }));
  sending_ = true;
}

void ByteStream::on_received(const Owner& owner, const error_code& ec, std::size_t size) {
  receiving_ = false;
  if (ec) {
    const error_code why = tls_ ? tls_->explain(ec) : ec;
    Task& task = handshake_.open() ? handshake_ : read_;
    if (task.open()) task.end(why);
    if (write_.open() && !sending_) write_.end(why);  // It waits for what the peer would have said.
  } else if (tls_) {
    tls_->add_input(size);
  } else {
    read_.size = size;
    read_.end(ec);
  }
  proceed(owner);
  tell();
}

void ByteStream::on_sent(const Owner& owner, const error_code& ec, std::size_t size) {
  sending_ = false;
  if (tls_)
    tls_->drop_output(size);
  else
    write_.size += size;
  if (ec) {
    deaf_ = ec;
    if (handshake_.asked && !handshake_.error) handshake_.end(ec);
    if (write_.asked) write_.end(ec);
  } else if (!tls_ && write_.size == source_.size()) {
    write_.end(ec);
  }
  proceed(owner);
  tell();
}

bool ByteStream::is_flushed() noexcept {
  return !sending_ && (deaf_ || !tls_ || tls_->output().size() == 0);
}

// The user hears of an error of TLS after the alert that says so to the peer has left. A task is over before that, because the
// user may ask for the next one.
void ByteStream::tell() {
  if (handshake_.ended && is_flushed()) user_.on_handshake(std::exchange(handshake_, {}).error);
  if (write_.ended && is_flushed()) {
    const Task ended = std::exchange(write_, {});
    user_.on_write(ended.error, ended.size);
  }
  if (read_.ended && (!read_.error || write_.asked || is_flushed())) {
    const Task ended = std::exchange(read_, {});
    user_.on_read(ended.error, ended.size);
  }
}

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
