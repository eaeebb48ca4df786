// One exchange on its way: resolve, connect, send, read, under one deadline, and what is known to
// have left.
// Lives on the I/O thread; knows its transport only as NetworkHost.
#pragma once

#include "net/connection_turns.hpp"
#include "net/engine_share.hpp"
#include "net/socket/connection.hpp"
#include "net/socket/connector.hpp"
#include "net/socket/proxy_tunnel.hpp"
#include "net/socket/resolver.hpp"

#include <hellojohn/transport.hpp>

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace net {

class NetworkExchange;

/// The services of a transport for its exchanges. Called only on the I/O thread.
class NetworkHost {
 public:
  virtual ~NetworkHost() = default;
  virtual const NetworkOptions& options() const noexcept = 0;
  /// The proxy that leads to this service. Null: straight to it.
  virtual const Origin* proxy(const Origin& service) const noexcept = 0;
  /// Null if the text is not an origin.
  virtual std::shared_ptr<const Origin> origin(std::string_view text) = 0;
  /// Ends in NetworkExchange::on_resolved, if the exchange still lives.
  virtual void resolve(const Origin&, const std::shared_ptr<NetworkExchange>&) = 0;
  virtual std::shared_ptr<Connection> take_idle(const Origin&) = 0;
  virtual void keep(std::shared_ptr<Connection>) noexcept = 0;
  virtual std::shared_ptr<Connection> connection(Connection::Socket&&, const Origin&) = 0;
  /// NetworkExchange::on_due() follows at that time or soon after it, unless it is watched anew or no more. It throws
  /// std::bad_alloc.
  virtual void watch(NetworkExchange&, std::chrono::steady_clock::time_point) = 0;
  virtual void watch_no_more(NetworkExchange&) noexcept = 0;
  virtual void forget(const NetworkExchange&) noexcept = 0;
  /// The sink of one of its exchanges has heard of the end.
  virtual void on_end(EngineShare&) noexcept = 0;
  /// True: a connection may be taken or made now. False: NetworkExchange::on_turn() follows, unless it ends before.
  virtual bool take_turn(const Origin&, NetworkExchange&, ConnectionTurn&) = 0;
  virtual void give_back(ConnectionTurn&) noexcept = 0;
};

class NetworkExchange final : public ConnectionUser,
                              public std::enable_shared_from_this<NetworkExchange> {
 public:
  /// Names it within its engine: ids are those of its share.
  using Key = std::pair<std::uint64_t, ExchangeId>;

  NetworkExchange(boost::asio::io_context& io, NetworkHost& host,
                  std::shared_ptr<EngineShare> share, ExchangeId id, HttpRequest&& request,
                  ExchangeSink& sink)
      : io_(io),
        host_(host),
        share_(std::move(share)),
        sink_(sink),
        id_(id),
        request_(std::move(request)) {}

  [[nodiscard]] Key key() const noexcept { return {share_->number, id_}; }
  [[nodiscard]] EngineShare& share() noexcept { return *share_; }
  void start();
  void on_resolved(const Resolution&);
  /// Its turn for a connection has come.
  void on_turn() noexcept;
  /// The time that it was watched for has come.
  void on_due() noexcept;
  /// Ends it, but not before it is certain how much of the request left.
  void give_up(TransportFailure&&, bool not_processed = false) noexcept;
  void give_up(Errc, const char* detail) noexcept;

  /// When on_due() is called: its place in its host's heap, which alone touches it.
  struct Due {
    std::chrono::steady_clock::time_point due{};
    std::uint64_t order = 0;
    bool queued = false;
    bool listed = false;
    NetworkExchange* child = nullptr;
    NetworkExchange* next = nullptr;
    NetworkExchange* previous = nullptr;
  };
  Due watched{};

 private:
  using Clock = std::chrono::steady_clock;
  enum class Phase : unsigned char { waiting, connecting, handshake, answer, broken_write };

  void on_open() override;
  void on_written(bool whole, bool some) override;
  void on_answer(HttpResponse&&) override;
  void on_broken(TransportFailure&&, bool not_processed) override;

  void on_connected(const boost::system::error_code&, Connection::Socket&&);
  void on_tunnel(std::optional<TransportFailure>&&, Connection::Socket&&);
  void begin_handshake(Connection::Socket&&);
  [[nodiscard]] const Origin* proxy() const noexcept;
  void connect();
  void transmit();
  void enter(Phase, Clock::duration limit);
  void deliver() noexcept;
  void report() noexcept;
  void let_go() noexcept;

  boost::asio::io_context& io_;
  NetworkHost& host_;
  std::shared_ptr<EngineShare> share_;
  ExchangeSink& sink_;
  ExchangeId id_;
  HttpRequest request_;
  std::shared_ptr<const Origin> origin_;
  Secret wire_;
  std::shared_ptr<Connector> connector_;
  std::shared_ptr<ProxyTunnel> tunnel_;
  std::shared_ptr<Connection> connection_;
  ConnectionTurn turn_;
  std::optional<HttpResponse> answer_;
  std::optional<TransportFailure> failure_;
  Phase phase_ = Phase::connecting;
  Sent sent_ = Sent::none;
  bool not_processed_ = false;
  bool over_ = false;
};

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
