// The I/O thread's side of a transport, and what outlives one exchange there: kept connections, TLS
// sessions, lookups under way, the timer. Everything but post-like calls runs on that thread, so
// nothing is locked. The transport and its thread share it; the last of them frees it.
#pragma once

#include "net/connection_turns.hpp"
#include "net/lost_exchanges.hpp"
#include "net/network_exchange.hpp"
#include "net/preallocated_post.hpp"
#include "net/sink_gate.hpp"
#include "net/socket/connection_pool.hpp"
#include "net/socket/resolver.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hellojohn {
inline namespace v0 {
namespace net {

/// What options turned out to mean.
struct EngineSetup {
  NetworkOptions options;
  ResolverFunctions resolver;
  std::optional<Origin> proxy;
  std::string ca_file;  ///< The text of NetworkOptions::ca_file.
  PinSet pins;
};

class IoEngine final : private NetworkHost {
 public:
  explicit IoEngine(EngineSetup);
  IoEngine(const IoEngine&) = delete;
  IoEngine& operator=(const IoEngine&) = delete;

  // Any thread.
  void start(ExchangeId, HttpRequest&&, ExchangeSink&) noexcept;
  void cancel(ExchangeId) noexcept;
  [[nodiscard]] bool wake_at(std::chrono::steady_clock::time_point, ExchangeSink&) noexcept;
  /// False where the thread has not ended by then.
  [[nodiscard]] bool stop_and_wait(std::chrono::steady_clock::time_point deadline) noexcept;

  /// The I/O thread's whole life.
  void run() noexcept;
  /// After the thread has ended: gives every exchange that it had no time for its end.
  void drain() noexcept;
  SinkGate& sinks() noexcept override { return sinks_; }

 private:
  struct Lookup {
    std::shared_ptr<ResolveMailbox> mailbox;
    std::vector<std::weak_ptr<NetworkExchange>> waiting;
  };

  const NetworkOptions& options() const noexcept override { return options_; }
  const Origin* proxy() const noexcept override { return proxy_ ? &*proxy_ : nullptr; }
  void resolve(const Origin&, const std::shared_ptr<NetworkExchange>&) override;
  std::shared_ptr<Connection> take_idle(const Origin& origin) override {
    return pool_.take(origin.text);
  }
  void keep(std::shared_ptr<Connection> connection) noexcept override { pool_.keep(connection); }
  std::shared_ptr<Connection> connection(Connection::Socket&&, const Origin&) override;
  void forget(ExchangeId id) noexcept override;
  std::shared_ptr<const Origin> origin(std::string_view text) override;
  bool take_turn(const Origin&, NetworkExchange&, ConnectionTurn&) override;
  void give_back(ConnectionTurn&) noexcept override;

  void prepare_tls() noexcept;
  void begin(const std::shared_ptr<NetworkExchange>&);
  void add(const std::shared_ptr<NetworkExchange>&);
  void on_resolved(const std::string& key, const Resolution&);
  void report_lost() noexcept;
  void report_lost_soon() noexcept;
  void fail_all(Errc, const char* detail) noexcept;
  void stop() noexcept;

  NetworkOptions options_;
  ResolverFunctions resolver_;
  std::optional<Origin> proxy_;
  std::string ca_file_;  ///< The text, until the context is made.
  TlsClient tls_;
  PreallocatedPost lost_report_;  ///< Before io_, which may hold its handler to the end.
  boost::asio::io_context io_{1};
  boost::asio::steady_timer wake_timer_;
  ConnectionPool pool_;
  ConnectionTurns turns_;  ///< Before exchanges_, whose turns point into it.
  std::map<ExchangeId, std::shared_ptr<NetworkExchange>> exchanges_;
  std::map<ExchangeId, std::shared_ptr<NetworkExchange>>::node_type spare_;
  std::string origin_text_;  ///< Of the last request: nearly always the next one's too.
  std::shared_ptr<const Origin> origin_;
  ConnectionQueue* queue_ = nullptr;  ///< Of origin_.
  std::map<std::string, Lookup> lookups_;
  bool stopping_ = false;
  bool failing_ = false;  ///< All exchanges are being ended: nobody's turn comes.
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  SinkGate sinks_;
  LostExchanges lost_exchanges_;

  std::mutex mutex_;
  std::condition_variable ended_;
  bool prepared_ = false;  ///< The roots are read.
  bool thread_ended_ = false;
};

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
