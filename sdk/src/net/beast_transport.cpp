// The I/O thread, and what outlives one exchange: kept connections, TLS sessions, lookups under
// way, the timer.
// Everything but start, cancel, wake_at and shutdown runs on that thread, so nothing here is
// locked.
#include "net/beast_transport.hpp"

#include "net/network_exchange.hpp"
#include "net/quiet_thread.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>

#include <array>
#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace hellojohn::net {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr std::size_t idle_per_origin = 8;

class BeastTransport final : public Transport, private NetworkHost {
 public:
  BeastTransport(NetworkOptions options, ResolverFunctions resolver, SslContextPtr tls)
      : options_(std::move(options)),
        resolver_(resolver),
        tls_(tls.release()),
        wake_timer_(io_),
        work_(asio::make_work_guard(io_)) {
    const QuietThreadScope no_signals;
    thread_ = std::thread([this]() noexcept { run(); });
  }
  BeastTransport(const BeastTransport&) = delete;
  BeastTransport& operator=(const BeastTransport&) = delete;
  ~BeastTransport() override { shutdown(std::chrono::steady_clock::now()); }

  void start(ExchangeId, HttpRequest&&, ExchangeSink&) noexcept override;
  void cancel(ExchangeId) noexcept override;
  void shutdown(std::chrono::steady_clock::time_point deadline) noexcept override;
  bool wake_at(std::chrono::steady_clock::time_point, ExchangeSink&) noexcept override;

 private:
  /// Exchanges that could not be begun for want of memory, to be reported from the I/O thread.
  struct Orphan {
    ExchangeId id = 0;
    ExchangeSink* sink = nullptr;
  };
  struct Lookup {
    std::shared_ptr<ResolveMailbox> mailbox;
    std::vector<std::weak_ptr<NetworkExchange>> waiting;
  };

  const NetworkOptions& options() const noexcept override { return options_; }
  void resolve(const Origin&, const std::shared_ptr<NetworkExchange>&) override;
  std::shared_ptr<Connection> take_idle(const Origin&) override;
  void keep(std::shared_ptr<Connection>) noexcept override;
  std::shared_ptr<Connection> connection(Connection::Socket&&, const Origin&) override;
  void forget(ExchangeId id) noexcept override { exchanges_.erase(id); }

  void run() noexcept;
  void begin(std::shared_ptr<NetworkExchange>);
  void on_resolved(const std::string& key, const Resolution&);
  void fail_all(Errc, const char* detail) noexcept;
  void stop() noexcept;
  void drain() noexcept;
  void orphan(ExchangeId, ExchangeSink&) noexcept;
  void report_orphans() noexcept;

  NetworkOptions options_;
  ResolverFunctions resolver_;
  asio::ssl::context tls_;
  asio::io_context io_{1};
  asio::steady_timer wake_timer_;
  TlsSessions sessions_;
  std::map<ExchangeId, std::shared_ptr<NetworkExchange>> exchanges_;
  std::map<std::string, std::vector<std::shared_ptr<Connection>>> idle_;
  std::map<std::string, Lookup> lookups_;
  bool stopping_ = false;
  asio::executor_work_guard<asio::io_context::executor_type> work_;

  std::mutex mutex_;
  std::condition_variable ended_;
  std::array<Orphan, 64> orphans_{};
  bool thread_ended_ = false;
  std::atomic<bool> closed_{false};
  std::thread thread_;
};

void BeastTransport::run() noexcept {
  if (options_.ca_file.empty()) load_system_roots(tls_.native_handle());
  for (;;) {
    try {
      io_.run();
      break;
    } catch (...) {
      // Which exchange it was cannot be told: none may be left without an end.
      fail_all(Errc::resource, "out of memory");
    }
  }
  const std::lock_guard lock(mutex_);
  thread_ended_ = true;
  ended_.notify_all();
}

void BeastTransport::start(ExchangeId id, HttpRequest&& request, ExchangeSink& sink) noexcept {
  if (closed_.load()) return;
  try {
    NetworkHost& host = *this;
    auto exchange = std::make_shared<NetworkExchange>(io_, host, id, std::move(request), sink);
    asio::post(io_, [this, exchange] { begin(exchange); });
  } catch (...) {
    orphan(id, sink);
  }
}

void BeastTransport::begin(std::shared_ptr<NetworkExchange> exchange) {
  report_orphans();
  exchanges_[exchange->id()] = exchange;
  if (stopping_) return exchange->give_up(Errc::shutting_down, "transport is shutting down");
  exchange->start();
}

void BeastTransport::cancel(ExchangeId id) noexcept {
  if (closed_.load()) return;
  try {
    asio::post(io_, [this, id] {
      const auto found = exchanges_.find(id);
      if (found == exchanges_.end()) return;
      const auto exchange = found->second;
      exchange->give_up(Errc::cancelled, "cancelled");
    });
  } catch (...) {
    return;  // Without memory for the message the exchange ends at its deadline.
  }
}

bool BeastTransport::wake_at(std::chrono::steady_clock::time_point time,
                             ExchangeSink& sink) noexcept {
  if (closed_.load()) return false;
  try {
    asio::post(io_, [this, time, &sink] {
      if (stopping_) return;
      wake_timer_.expires_at(time);
      wake_timer_.async_wait([this, time, &sink](const error_code& ec) {
        // A wait that was replaced when its end was already queued.
        if (!ec && !stopping_ && wake_timer_.expiry() == time) sink.on_wake();
      });
    });
    return true;
  } catch (...) {
    return false;
  }
}

void BeastTransport::resolve(const Origin& origin,
                             const std::shared_ptr<NetworkExchange>& exchange) {
  const std::string key = origin.host + ' ' + origin.port;
  if (const auto found = lookups_.find(key); found != lookups_.end()) {
    found->second.waiting.push_back(exchange);
    return;
  }
  auto mailbox = std::make_shared<ResolveMailbox>([this, key](Resolution&& resolution) {
    asio::post(io_,
               [this, key, resolution = std::move(resolution)] { on_resolved(key, resolution); });
  });
  Lookup& lookup = lookups_[key];
  lookup.mailbox = mailbox;
  lookup.waiting.push_back(exchange);
  if (resolve_detached(origin.host, origin.port, resolver_, std::move(mailbox))) return;
  lookups_.erase(key);
  exchange->give_up(Errc::resource, "no thread for the host name lookup");
}

void BeastTransport::on_resolved(const std::string& key, const Resolution& resolution) {
  const auto found = lookups_.find(key);
  if (found == lookups_.end()) return;
  const auto waiting = std::move(found->second.waiting);
  lookups_.erase(found);
  for (const auto& waiter : waiting)
    if (const auto exchange = waiter.lock()) exchange->on_resolved(resolution);
}

std::shared_ptr<Connection> BeastTransport::take_idle(const Origin& origin) {
  const auto found = idle_.find(origin.key);
  if (found == idle_.end()) return nullptr;
  auto& list = found->second;
  while (!list.empty()) {
    auto candidate = std::move(list.back());
    list.pop_back();
    if (candidate->wake()) return candidate;
  }
  idle_.erase(found);
  return nullptr;
}

void BeastTransport::keep(std::shared_ptr<Connection> connection) noexcept {
  try {
    if (stopping_) return connection->close();
    auto& list = idle_[connection->origin().key];
    std::erase_if(list, [](const auto& other) { return !other->is_open(); });
    if (list.size() >= idle_per_origin) return connection->close();
    list.push_back(connection);
    connection->rest(options_.idle_limit);
  } catch (...) {
    connection->close();
  }
}

std::shared_ptr<Connection> BeastTransport::connection(Connection::Socket&& socket,
                                                       const Origin& origin) {
  asio::ssl::context* tls = origin.scheme == Scheme::https ? &tls_ : nullptr;
  return std::make_shared<Connection>(std::move(socket), origin, tls, sessions_);
}

void BeastTransport::fail_all(Errc code, const char* detail) noexcept {
  // Those still writing report when their write has ended, and leave the map then.
  for (auto next = exchanges_.begin(); next != exchanges_.end();) {
    const auto exchange = (next++)->second;
    exchange->give_up(code, detail);
  }
  report_orphans();
}

void BeastTransport::stop() noexcept {
  stopping_ = true;
  for (auto& [key, lookup] : lookups_) lookup.mailbox->abandon();
  lookups_.clear();
  wake_timer_.cancel();
  fail_all(Errc::shutting_down, "transport is shutting down");
  for (auto& [key, list] : idle_)
    for (auto& connection : list) connection->close();
  idle_.clear();
  work_.reset();
}

void BeastTransport::shutdown(std::chrono::steady_clock::time_point deadline) noexcept {
  if (closed_.exchange(true)) return;
  try {
    asio::post(io_, [this] { stop(); });
  } catch (...) {
    io_.stop();
  }
  {
    // Even a deadline that is over leaves the thread time to learn how much of each request left.
    const auto least = std::chrono::steady_clock::now() + std::chrono::milliseconds(100);
    std::unique_lock lock(mutex_);
    ended_.wait_until(lock, deadline > least ? deadline : least, [this] { return thread_ended_; });
  }
  io_.stop();
  thread_.join();
  drain();
}

/// What the thread had no time for: nothing here waits, and no start may be left without its end.
void BeastTransport::drain() noexcept {
  for (int pass = 0; pass < 2; ++pass) {
    stop();
    try {
      io_.restart();
      io_.poll();
    } catch (...) {
      fail_all(Errc::shutting_down, "shutting down");
    }
  }
}

void BeastTransport::orphan(ExchangeId id, ExchangeSink& sink) noexcept {
  const std::lock_guard lock(mutex_);
  for (Orphan& place : orphans_) {
    if (place.sink != nullptr) continue;
    place = {id, &sink};
    return;
  }
}

void BeastTransport::report_orphans() noexcept {
  for (Orphan& place : orphans_) {
    Orphan taken;
    {
      const std::lock_guard lock(mutex_);
      taken = std::exchange(place, Orphan{});
    }
    if (taken.sink == nullptr) continue;
    TransportFailure why;
    why.code = Errc::resource;
    taken.sink->on_failure(taken.id, std::move(why));
  }
}

}  // namespace
}  // namespace hellojohn::net

namespace hellojohn {

Result<std::unique_ptr<Transport>> make_beast_transport(NetworkOptions options) noexcept {
  return make_beast_transport(std::move(options), net::ResolverFunctions{});
}

Result<std::unique_ptr<Transport>> make_beast_transport(NetworkOptions options,
                                                        net::ResolverFunctions resolver) noexcept {
  try {
    auto tls = net::make_tls_context(options);
    if (!tls) return std::move(tls).error();
    std::unique_ptr<Transport> out =
        std::make_unique<net::BeastTransport>(std::move(options), resolver, std::move(tls).value());
    return out;
  } catch (...) {
    Error out;
    out.code = Errc::resource;
    return out;
  }
}

}  // namespace hellojohn
