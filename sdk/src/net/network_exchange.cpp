// A failure that comes while the request is being written waits for the write to end: only its result says whether the
// whole request left, and a wrong "not sent" would let a one-time code be sent twice.
#include "net/network_exchange.hpp"

#include "net/http/request_wire.hpp"

#include <boost/asio/ip/address.hpp>

#include <cstring>
#include <string>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace net {
namespace {

using boost::system::error_code;

constexpr std::chrono::seconds unstated_deadline{30};
/// How long a peer's last words are waited for once it no longer takes ours.
constexpr std::chrono::milliseconds last_words{250};

TransportFailure failure(Errc code, const char* detail, bool permanent = false) {
  TransportFailure out;
  out.code = code;
  out.permanent = permanent;
  out.detail = detail;
  return out;
}

/// A host that is an address needs no resolver, hence no thread.
std::optional<Resolution> literal(const Origin& origin) {
  error_code ec;
  const auto address = boost::asio::ip::make_address(origin.host.ascii, ec);
  if (ec) return std::nullopt;
  const auto port = static_cast<unsigned short>(std::stoul(origin.port));
  const boost::asio::ip::tcp::endpoint endpoint(address, port);
  Resolution out;
  out.status = Resolution::Status::found;
  Address raw;
  raw.size = static_cast<socklen_t>(endpoint.size());
  std::memcpy(&raw.storage, endpoint.data(), endpoint.size());
  out.addresses.push_back(raw);
  return out;
}

}  // namespace

void NetworkExchange::start() {
  if (request_.deadline == Clock::time_point{})
    request_.deadline = Clock::now() + unstated_deadline;
  origin_ = host_.origin(request_.origin);
  if (!origin_) return give_up(failure(Errc::usage, "origin is not scheme://host[:port]", true));
  auto wire = serialize(request_, *origin_);
  if (!wire) return give_up(failure(Errc::usage, "request cannot be written as HTTP", true));
  wire_ = std::move(*wire);
  request_.authorization.clear();
  request_.body.clear();
  if (request_.deadline <= Clock::now()) return give_up(Errc::timeout, "deadline was over");
  if (host_.take_turn(*origin_, *this, turn_)) return connect();
  enter(Phase::waiting, Clock::duration::max());
}

void NetworkExchange::on_turn() noexcept {
  const auto self = shared_from_this();
  turn_.held = true;
  if (share_->stopped) return give_up(Errc::shutting_down, "transport is shutting down");
  try {
    connect();
  } catch (...) {
    give_up(Errc::resource, "out of memory");
  }
}

void NetworkExchange::connect() {
  connection_ = host_.take_idle(*origin_);
  if (connection_) {
    connection_->set_user(this);
    return transmit();
  }
  enter(Phase::connecting, host_.options().connect_timeout);
  const Origin* const through = proxy();
  const Origin& next_hop = through != nullptr ? *through : *origin_;
  if (const auto known = literal(next_hop)) return on_resolved(*known);
  host_.resolve(next_hop, shared_from_this());
}

void NetworkExchange::on_resolved(const Resolution& found) {
  if (over_ || connector_) return;
  switch (found.status) {
    case Resolution::Status::found: break;
    case Resolution::Status::no_such_name:
      return give_up(failure(Errc::resolve, "no such host name", true));
    case Resolution::Status::failed: return give_up(Errc::resolve, "host name lookup failed");
    case Resolution::Status::no_memory:
      return give_up(Errc::resource, "no memory, thread or descriptor for the host name lookup");
  }
  if (found.addresses.empty())
    return give_up(failure(Errc::resolve, "host name has no address", true));
  std::weak_ptr<NetworkExchange> self = weak_from_this();
  connector_ = std::make_shared<Connector>(
      io_, found.addresses, [self](const error_code& ec, Connection::Socket&& socket) {
        if (const auto alive = self.lock()) alive->on_connected(ec, std::move(socket));
      });
  connector_->start();
}

void NetworkExchange::on_connected(const error_code& ec, Connection::Socket&& socket) {
  if (over_) return;
  if (ec) return give_up(explain_connect(ec));
  if (proxy() == nullptr) return begin_handshake(std::move(socket));
  const std::string host = origin_->host.in_url();
  std::weak_ptr<NetworkExchange> self = weak_from_this();
  tunnel_ = std::make_shared<ProxyTunnel>(
      std::move(socket), host + ":" + origin_->port,
      [self](std::optional<TransportFailure>&& why, Connection::Socket&& through) {
        if (const auto alive = self.lock()) alive->on_tunnel(std::move(why), std::move(through));
      });
  tunnel_->start();
}

void NetworkExchange::on_tunnel(std::optional<TransportFailure>&& why,
                                Connection::Socket&& socket) {
  if (over_) return;
  if (why) return give_up(std::move(*why));
  begin_handshake(std::move(socket));
}

const Origin* NetworkExchange::proxy() const noexcept {
  return origin_->scheme == Scheme::https ? host_.proxy(*origin_) : nullptr;
}

void NetworkExchange::begin_handshake(Connection::Socket&& socket) {
  connection_ = host_.connection(std::move(socket), *origin_);
  connection_->set_user(this);
  enter(Phase::handshake, host_.options().tls_timeout);
  connection_->open();
}

void NetworkExchange::on_open() { transmit(); }

void NetworkExchange::transmit() {
  if (!share_->sinks.last_write(sink_, id_))
    return give_up(Errc::cancelled, "called off before it was sent");
  enter(Phase::answer, Clock::duration::max());
  // Should starting the write throw, part of it may have left.
  sent_ = Sent::part;
  connection_->send(std::move(wire_));
}

void NetworkExchange::on_written(bool whole, bool some) {
  sent_ = whole ? Sent::all : some ? Sent::part : Sent::none;
  if (answer_) return deliver();
  if (failure_) return report();
  // The reason, an alert or an early answer, may still stand in the receive queue.
  if (!whole) enter(Phase::broken_write, last_words);
}

void NetworkExchange::on_answer(HttpResponse&& answer) {
  if (failure_) return;
  answer_ = std::move(answer);
  if (connection_->writing()) return connection_->close();
  deliver();
}

void NetworkExchange::on_broken(TransportFailure&& why, bool not_processed) {
  give_up(std::move(why), not_processed);
}

void NetworkExchange::enter(Phase phase, Clock::duration limit) {
  phase_ = phase;
  const Clock::time_point now = Clock::now();
  const bool bounded = request_.deadline - now > limit;
  host_.watch(*this, bounded ? now + limit : request_.deadline);
}

void NetworkExchange::on_due() noexcept {
  if (over_) return;
  switch (phase_) {
    case Phase::waiting: return give_up(Errc::timeout, "no free connection in time");
    case Phase::connecting: return give_up(Errc::timeout, "no connection in time");
    case Phase::handshake: return give_up(Errc::timeout, "no TLS handshake in time");
    case Phase::answer: return give_up(Errc::timeout, "no complete answer in time");
    case Phase::broken_write:
      return give_up(Errc::connection_lost, "connection broke while sending");
  }
}

void NetworkExchange::give_up(Errc code, const char* detail) noexcept {
  TransportFailure why;
  why.code = code;
  try {
    why.detail = detail;
  } catch (...) {
    why.detail.clear();  // The code tells the caller; the words are only for the log.
  }
  give_up(std::move(why));
}

void NetworkExchange::give_up(TransportFailure&& why, bool not_processed) noexcept {
  if (over_ || failure_ || answer_) return;
  failure_ = std::move(why);
  not_processed_ = not_processed;
  host_.watch_no_more(*this);
  if (connector_) connector_->close();
  if (tunnel_) tunnel_->close();
  if (connection_ && connection_->writing()) return connection_->close();
  report();
}

void NetworkExchange::let_go() noexcept {
  over_ = true;
  host_.watch_no_more(*this);
  wire_.clear();
  if (connection_) {
    connection_->set_user(nullptr);
    if (connection_->reusable())
      host_.keep(std::move(connection_));
    else
      connection_->close();
    connection_.reset();
  }
  host_.give_back(turn_);
}

void NetworkExchange::deliver() noexcept {
  const auto self = shared_from_this();
  const auto connection = connection_;
  let_go();
  host_.forget(*this);
  share_->sinks.response(sink_, id_, std::move(*answer_));
  if (connection) connection->reuse(std::move(*answer_));
  host_.on_end(*share_);
}

void NetworkExchange::report() noexcept {
  const auto self = shared_from_this();
  failure_->sent = not_processed_ ? Sent::none : sent_;
  let_go();
  host_.forget(*this);
  share_->sinks.failure(sink_, id_, std::move(*failure_));
  host_.on_end(*share_);
}

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
