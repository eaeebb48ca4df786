// The I/O thread's side of transports, and what outlives one exchange there: kept connections, TLS sessions, lookups under
// way, the timer. Everything but post-like calls runs on that thread, so nothing is locked. Without its own thread the
// I/O thread is whichever is inside drive(). The transports and the thread share it; the last of them frees it.
#pragma once

#include "base/due_heap.hpp"
#include "net/connection_turns.hpp"
#include "net/engine_share.hpp"
#include "net/lost_exchanges.hpp"
#include "net/network_exchange.hpp"
#include "net/preallocated_post.hpp"
#include "net/socket/asio_types.hpp"
#include "net/socket/connection_pool.hpp"
#include "net/socket/proxy_settings.hpp"
#include "net/socket/resolver.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <mutex>
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
  ProxySettings proxy;
  std::string ca_file;  ///< The text of NetworkOptions::ca_file.
  PinSet pins;
};

class IoEngine final : private NetworkHost {
 public:
  explicit IoEngine(EngineSetup);
  IoEngine(const IoEngine&) = delete;
  IoEngine& operator=(const IoEngine&) = delete;

  using Time = std::chrono::steady_clock::time_point;

  // Any thread.
  /// For another transport. **Exceptions** std::bad_alloc.
  [[nodiscard]] std::shared_ptr<EngineShare> share();
  void start(const std::shared_ptr<EngineShare>&, ExchangeId, HttpRequest&&,
             ExchangeSink&) noexcept;
  void cancel(const EngineShare&, ExchangeId) noexcept;
  [[nodiscard]] bool wake_at(const std::shared_ptr<EngineShare>&, Time, ExchangeSink&) noexcept;
  /// Begins to end what the share has under way.
  void begin_leave(const std::shared_ptr<EngineShare>&) noexcept;
  /// Ends it. False if a sink has not heard of its end by then.
  [[nodiscard]] bool leave(const std::shared_ptr<EngineShare>&, Time deadline) noexcept;
  /// As Transport::drive(). An engine's thread makes room for one that waits.
  bool drive(Time until) noexcept;
  [[nodiscard]] bool is_driven() const noexcept { return !options_.own_thread; }
  /// Ends everything. False if the thread, or who drives, has not ended by then.
  [[nodiscard]] bool stop_and_wait(Time deadline) noexcept;

  /// The I/O thread's whole life.
  void run() noexcept;
  /// After stop_and_wait() was true: gives every exchange that it had no time for its end. False if the system still owes the
  /// end of a read, for which the destructor would wait without a limit.
  [[nodiscard]] bool drain() noexcept;

 private:
  static constexpr std::size_t all_of_them = std::numeric_limits<std::size_t>::max();

  struct Lookup {
    std::shared_ptr<ResolveMailbox> mailbox;
    std::vector<std::weak_ptr<NetworkExchange>> waiting;
  };

  const NetworkOptions& options() const noexcept override { return options_; }
  const Origin* proxy(const Origin& service) const noexcept override { return proxy_.to(service); }
  void resolve(const Origin&, const std::shared_ptr<NetworkExchange>&) override;
  std::shared_ptr<Connection> take_idle(const Origin& origin) override {
    return pool_.take(origin.text);
  }
  void keep(std::shared_ptr<Connection> connection) noexcept override { pool_.keep(connection); }
  std::shared_ptr<Connection> connection(Connection::Socket&&, const Origin&) override;
  void watch(NetworkExchange&, Time due) override;
  void watch_no_more(NetworkExchange& exchange) noexcept override { due_.remove(exchange); }
  void forget(const NetworkExchange&) noexcept override;
  void on_end(EngineShare&) noexcept override;
  std::shared_ptr<const Origin> origin(std::string_view text) override;
  bool take_turn(const Origin&, NetworkExchange&, ConnectionTurn&) override;
  void give_back(ConnectionTurn&) noexcept override;

  void prepare_tls() noexcept;
  /// Begins those that start() left, the oldest first.
  void begin_started(std::size_t most) noexcept;
  void begin(const std::shared_ptr<NetworkExchange>&) noexcept;
  void add(const std::shared_ptr<NetworkExchange>&);
  void on_resolved(const std::string& key, const Resolution&);
  void report_lost() noexcept;
  void report_lost_soon() noexcept;
  void fail_all(Errc, const char* detail) noexcept;
  void end(EngineShare&) noexcept;
  void note_left(EngineShare&) noexcept;
  void arm_due_timer(Time due);
  void end_due();
  void step(Time until) noexcept;
  void step_aside() noexcept;
  [[nodiscard]] bool end_driving(std::unique_lock<std::mutex>&, Time deadline) noexcept;
  void stop() noexcept;

  NetworkOptions options_;
  ResolverFunctions resolver_;
  ProxySettings proxy_;
  std::string ca_file_;  ///< The text, until the context is made.
  TlsClient tls_;
  // Before io_, which may hold their handlers to the end.
  PreallocatedPost lost_report_;
  PreallocatedPost start_report_;
  boost::asio::io_context io_{1};
  SteadyTimer due_timer_;            ///< One for all exchanges.
  Time due_timer_at_ = Time::max();  ///< Never later than the earliest of them.
  DueHeap<NetworkExchange, &NetworkExchange::watched> due_;
  ConnectionPool pool_;
  ConnectionTurns turns_;  ///< Before exchanges_, whose turns point into it.
  std::map<NetworkExchange::Key, std::shared_ptr<NetworkExchange>> exchanges_;
  std::map<NetworkExchange::Key, std::shared_ptr<NetworkExchange>>::node_type spare_;
  std::string origin_text_;  ///< Of the last request: nearly always the next one's too.
  std::shared_ptr<const Origin> origin_;
  ConnectionQueue* queue_ = nullptr;  ///< Of origin_.
  std::map<std::string, Lookup> lookups_;
  std::uint64_t begun_ = 0;
  std::uint64_t ended_ = 0;  ///< Exchanges.
  bool stopping_ = false;
  bool failing_ = false;  ///< All exchanges are being ended: nobody's turn comes.
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  LostExchanges lost_exchanges_;
  std::atomic<std::uint64_t> shares_made_{0};

  std::mutex mutex_;  ///< Guards what follows, and EngineShare::left.
  std::condition_variable changed_;
  bool prepared_ = false;  ///< The roots are read.
  bool thread_ended_ = false;
  bool seat_taken_ = false;  ///< Somebody does the engine's work, or it has ended.
  std::vector<std::shared_ptr<NetworkExchange>> started_;  ///< For who has the seat to begin.
  std::size_t next_started_ = 0;                           ///< Those before it have begun.
  std::uint64_t steps_ = 0;                                ///< Of all who drove.
  std::condition_variable back_;          ///< For the engine's thread while it stands aside.
  bool resting_long_ = false;             ///< It does, and wants to hear of the next step.
  bool ending_ = false;                   ///< It stands aside no more.
  std::atomic<std::size_t> standing_{0};  ///< Threads inside drive() without the seat.
};

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
