// No exchange is left without its end: not by a failed allocation, not by a stop at any moment.
#include "net/io_engine.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace net {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

/// What a handler may still take once the loop was stopped: one handshake step, one certificate.
constexpr std::chrono::milliseconds last_handler{50};
constexpr std::chrono::seconds longest_preparation{2};

}  // namespace

IoEngine::IoEngine(EngineSetup setup)
    : options_(std::move(setup.options)),
      resolver_(setup.resolver),
      proxy_(std::move(setup.proxy)),
      ca_file_(std::move(setup.ca_file)),
      tls_{std::move(setup.pins)},
      wake_timer_(io_),
      pool_(options_.idle_limit, options_.max_connections),
      turns_(options_.max_connections),
      work_(asio::make_work_guard(io_)) {}

void IoEngine::run() noexcept {
  prepare_tls();
  {
    const std::lock_guard lock(mutex_);
    prepared_ = true;
  }
  ended_.notify_all();
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

void IoEngine::start(ExchangeId id, HttpRequest&& request, ExchangeSink& sink) noexcept {
  try {
    NetworkHost& host = *this;
    auto exchange = std::allocate_shared<NetworkExchange>(
        SpareAllocator<NetworkExchange>(spare_exchange_), io_, host, id, std::move(request), sink);
    asio::post(io_, in_memory(exchange->memory(), [this, exchange] { begin(exchange); }));
  } catch (...) {
    lost_exchanges_.add(id, sink);
    report_lost_soon();
  }
}

void IoEngine::begin(const std::shared_ptr<NetworkExchange>& exchange) {
  lost_exchanges_.report(sinks_);
  try {
    add(exchange);
  } catch (...) {
    // Not among those that fail_all() would reach.
    return exchange->give_up(Errc::resource, "out of memory");
  }
  if (stopping_) return exchange->give_up(Errc::shutting_down, "transport is shutting down");
  exchange->start();
}

// The place of the exchange before is taken again: one after the other needs no allocation here.
void IoEngine::add(const std::shared_ptr<NetworkExchange>& exchange) {
  if (spare_.empty()) {
    exchanges_[exchange->id()] = exchange;
    return;
  }
  spare_.key() = exchange->id();
  spare_.mapped() = exchange;
  exchanges_.insert(std::move(spare_));
}

void IoEngine::forget(ExchangeId id) noexcept {
  spare_ = exchanges_.extract(id);
  if (!spare_.empty()) spare_.mapped().reset();
}

std::shared_ptr<const Origin> IoEngine::origin(std::string_view text) {
  if (origin_ && text == origin_text_) return origin_;
  auto parsed = read_origin(text);
  if (!parsed) return nullptr;
  auto made = std::make_shared<const Origin>(std::move(*parsed));
  ConnectionQueue& queue = turns_.queue(made->text);
  origin_text_ = text;
  origin_ = std::move(made);
  queue_ = &queue;
  return origin_;
}

bool IoEngine::take_turn(const Origin& origin, NetworkExchange& exchange, ConnectionTurn& turn) {
  ConnectionQueue& queue = &origin == origin_.get() ? *queue_ : turns_.queue(origin.text);
  return turns_.take(queue, turn, exchange);
}

// Served in a loop: an exchange that ends at once gives its turn back from inside it, however many wait.
void IoEngine::give_back(ConnectionTurn& turn) noexcept {
  ConnectionQueue* const queue = turns_.give_back(turn);
  if (queue == nullptr || queue->serving) return;
  queue->serving = true;
  while (!failing_ && !stopping_) {
    NetworkExchange* const next = turns_.next(*queue);
    if (next == nullptr) break;
    next->on_turn();
  }
  queue->serving = false;
}

void IoEngine::cancel(ExchangeId id) noexcept {
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

bool IoEngine::wake_at(std::chrono::steady_clock::time_point time, ExchangeSink& sink) noexcept {
  try {
    asio::post(io_, [this, time, &sink] {
      if (stopping_) return;
      wake_timer_.expires_at(time);
      wake_timer_.async_wait([this, time, &sink](const error_code& ec) {
        // A wait that was replaced when its end was already queued.
        if (!ec && !stopping_ && wake_timer_.expiry() == time) sinks_.wake(sink);
      });
    });
    return true;
  } catch (...) {
    return false;
  }
}

void IoEngine::resolve(const Origin& origin, const std::shared_ptr<NetworkExchange>& exchange) {
  const std::string key = origin.host.ascii + ' ' + origin.port;
  if (const auto found = lookups_.find(key); found != lookups_.end()) {
    found->second.waiting.push_back(exchange);
    return;
  }
  auto mailbox = std::make_shared<ResolveMailbox>(
      [this, key](Resolution&& resolution) {
        asio::post(
            io_, [this, key, resolution = std::move(resolution)] { on_resolved(key, resolution); });
      },
      [this] { report_lost_soon(); });
  Lookup lookup{mailbox, {exchange}};
  if (!resolve_detached(origin.host.ascii, origin.port, resolver_, std::move(mailbox)))
    return exchange->give_up(Errc::resource, "no thread for the host name lookup");
  // After the thread has started: a lookup in this list that nobody makes would hold up every later one.
  lookups_.emplace(key, std::move(lookup));
}

// The failures for which there was no memory.
void IoEngine::report_lost() noexcept {
  lost_exchanges_.report(sinks_);
  Resolution nothing;
  nothing.status = Resolution::Status::no_memory;
  for (auto next = lookups_.begin(); next != lookups_.end();) {
    if (!next->second.mailbox->lost()) {
      ++next;
      continue;
    }
    const auto waiting = std::move(next->second.waiting);
    next = lookups_.erase(next);
    for (const auto& waiter : waiting)
      if (const auto exchange = waiter.lock()) exchange->on_resolved(nothing);
  }
}

void IoEngine::report_lost_soon() noexcept {
  lost_report_.post(io_, [this] { report_lost(); });
}

void IoEngine::on_resolved(const std::string& key, const Resolution& resolution) {
  const auto found = lookups_.find(key);
  if (found == lookups_.end()) return;
  const auto waiting = std::move(found->second.waiting);
  lookups_.erase(found);
  for (const auto& waiter : waiting)
    if (const auto exchange = waiter.lock()) exchange->on_resolved(resolution);
}

void IoEngine::prepare_tls() noexcept {
  if (tls_.context) {
    tls_.anchors = load_system_roots(tls_.context->native_handle(), options_);
    return;
  }
  try {
    SslContextPtr made;
    const Anchors anchors = make_tls_context(made, options_, ca_file_);
    if (made) tls_.context.emplace(made.get());
    (void)made.release();
    if (tls_.context) std::string().swap(ca_file_);
    tls_.anchors = anchors;
  } catch (...) {
    tls_.anchors = Anchors::no_memory;
  }
}

std::shared_ptr<Connection> IoEngine::connection(Connection::Socket&& socket,
                                                 const Origin& origin) {
  if (tls_.anchors == Anchors::no_memory) prepare_tls();
  return std::make_shared<Connection>(std::move(socket), origin,
                                      origin.scheme == Scheme::https ? &tls_ : nullptr);
}

void IoEngine::fail_all(Errc code, const char* detail) noexcept {
  failing_ = true;
  // Those still writing report when their write has ended, and leave the map then.
  for (auto next = exchanges_.begin(); next != exchanges_.end();) {
    const auto exchange = (next++)->second;
    exchange->give_up(code, detail);
  }
  failing_ = false;
  lost_exchanges_.report(sinks_);
}

void IoEngine::stop() noexcept {
  stopping_ = true;
  for (auto& [key, lookup] : lookups_) lookup.mailbox->abandon();
  lookups_.clear();
  wake_timer_.cancel();
  fail_all(Errc::shutting_down, "transport is shutting down");
  pool_.shut();
  work_.reset();
}

bool IoEngine::stop_and_wait(std::chrono::steady_clock::time_point deadline) noexcept {
  try {
    asio::post(io_, [this] { stop(); });
  } catch (...) {
    io_.stop();
  }
  std::unique_lock lock(mutex_);
  // A thread that still reads the roots (some 30 ms, once per process) is not stuck, and left behind it could meet
  // OpenSSL's own end at the exit of the program.
  ended_.wait_for(lock, longest_preparation, [this] { return prepared_; });
  deadline = std::max(deadline, std::chrono::steady_clock::now() + last_handler);
  if (ended_.wait_until(lock, deadline, [this] { return thread_ended_; })) return true;
  io_.stop();  // Handlers that are queued stay for drain(); the running one ends on its own.
  return ended_.wait_until(lock, deadline + last_handler, [this] { return thread_ended_; });
}

void IoEngine::drain() noexcept {
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

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
