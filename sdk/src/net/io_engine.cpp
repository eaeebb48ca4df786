// The way of exchanges through the engine: begin, watch, look up, end. No failed allocation leaves one without its end.
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

}  // namespace

IoEngine::IoEngine(EngineSetup setup)
    : options_(std::move(setup.options)),
      resolver_(setup.resolver),
      proxy_(std::move(setup.proxy)),
      ca_file_(std::move(setup.ca_file)),
      tls_{std::move(setup.pins)},
      due_timer_(io_),
      pool_(options_.idle_limit, options_.max_connections),
      turns_(options_.max_connections),
      work_(asio::make_work_guard(io_)),
      seat_taken_(options_.own_thread) {}

std::shared_ptr<EngineShare> IoEngine::share() {
  return std::make_shared<EngineShare>(io_, ++shares_made_);
}

void IoEngine::start(const std::shared_ptr<EngineShare>& share, ExchangeId id,
                     HttpRequest&& request, ExchangeSink& sink) noexcept {
  try {
    NetworkHost& host = *this;
    auto exchange =
        std::make_shared<NetworkExchange>(io_, host, share, id, std::move(request), sink);
    {
      const std::lock_guard lock(mutex_);
      started_.push_back(std::move(exchange));
      // Who takes it begins with this one. Through the queue of the loop it would cost a system call: each pass of that
      // asks for news first.
      if (!seat_taken_) return;
    }
    start_report_.post(io_, [this] { begin_started(all_of_them); });
  } catch (...) {
    lost_exchanges_.add(share, id, sink);
    report_lost_soon();
  }
}

// Those that are there now: each of those that come meanwhile reports itself.
void IoEngine::begin_started(std::size_t most) noexcept {
  std::shared_ptr<NetworkExchange> exchange;
  std::unique_lock lock(mutex_);
  for (std::size_t left = std::min(most, started_.size() - next_started_); left > 0; --left) {
    exchange = std::move(started_[next_started_++]);
    // Also if others come all the time, what has begun leaves the list.
    if (next_started_ > started_.size() / 2) {
      started_.erase(started_.begin(),
                     started_.begin() + static_cast<std::ptrdiff_t>(next_started_));
      next_started_ = 0;
    }
    lock.unlock();
    begin(exchange);
    exchange.reset();
    lock.lock();
  }
}

void IoEngine::begin(const std::shared_ptr<NetworkExchange>& exchange) noexcept {
  lost_exchanges_.report();
  ++exchange->share().exchanges;
  try {
    add(exchange);
  } catch (...) {
    // Not among those that fail_all() would reach.
    return exchange->give_up(Errc::resource, "out of memory");
  }
  if (stopping_ || exchange->share().stopped)
    return exchange->give_up(Errc::shutting_down, "transport is shutting down");
  try {
    exchange->start();
  } catch (...) {
    exchange->give_up(Errc::resource, "out of memory");
  }
}

// The place of the exchange before is taken again: one after the other needs no allocation here.
void IoEngine::add(const std::shared_ptr<NetworkExchange>& exchange) {
  exchange->watched.order = ++begun_;
  if (spare_.empty()) {
    exchanges_[exchange->key()] = exchange;
    return;
  }
  spare_.key() = exchange->key();
  spare_.mapped() = exchange;
  exchanges_.insert(std::move(spare_));
}

void IoEngine::forget(const NetworkExchange& exchange) noexcept {
  spare_ = exchanges_.extract(exchange.key());
  if (!spare_.empty()) spare_.mapped().reset();
}

void IoEngine::watch(NetworkExchange& exchange, Time due) {
  due_.set(exchange, due);
  if (due < due_timer_at_) arm_due_timer(due);
}

// Never set to a later time, because that would cost a system call in every exchange: it looks again when it ends.
void IoEngine::arm_due_timer(Time due) {
  due_timer_at_ = Time::max();
  due_timer_.expires_at(due);
  due_timer_.async_wait([this](const error_code& ec) {
    if (!ec && !stopping_) end_due();
  });
  due_timer_at_ = due;
}

void IoEngine::end_due() {
  const Time now = std::chrono::steady_clock::now();
  if (due_timer_at_ > now) return;  // It was set anew when its end was queued already.
  due_timer_at_ = Time::max();
  NetworkExchange* first = due_.first();
  for (; first != nullptr && first->watched.due <= now; first = due_.first()) {
    due_.remove(*first);
    first->on_due();
  }
  if (first != nullptr && first->watched.due < due_timer_at_) arm_due_timer(first->watched.due);
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

void IoEngine::cancel(const EngineShare& share, ExchangeId id) noexcept {
  try {
    asio::post(io_, [this, key = NetworkExchange::Key(share.number, id)] {
      const auto found = exchanges_.find(key);
      if (found == exchanges_.end()) return;
      const auto exchange = found->second;
      exchange->give_up(Errc::cancelled, "cancelled");
    });
  } catch (...) {
    return;  // Without memory for the message the exchange ends at its deadline.
  }
}

bool IoEngine::wake_at(const std::shared_ptr<EngineShare>& share, Time time,
                       ExchangeSink& sink) noexcept {
  if (is_driven()) return false;
  try {
    asio::post(io_, [this, share, time, &sink] {
      if (stopping_ || share->stopped) return;
      share->wake_timer.expires_at(time);
      share->wake_timer.async_wait([this, share, time, &sink](const error_code& ec) {
        // A wait that was replaced when its end was already queued.
        if (!ec && !stopping_ && !share->stopped && share->wake_timer.expiry() == time)
          share->sinks.wake(sink);
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
  lost_exchanges_.report();
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
    tls_.anchors = load_system_roots(tls_.context.get(), options_);
    return;
  }
  tls_.anchors = make_tls_context(tls_.context, options_, ca_file_);
  if (tls_.context) std::string().swap(ca_file_);
}

std::shared_ptr<Connection> IoEngine::connection(Connection::Socket&& socket,
                                                 const Origin& origin) {
  if (tls_.anchors == Anchors::no_memory && origin.scheme == Scheme::https) prepare_tls();
  return std::make_shared<Connection>(std::move(socket), origin,
                                      origin.scheme == Scheme::https ? &tls_ : nullptr);
}

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
