// See curl_transport.hpp. Everything that touches libcurl or a sink happens on the worker; the calls from outside leave a
// note under the lock and wake it.
#include "13_custom_transport/curl_transport.hpp"

#include "13_custom_transport/curl_exchange.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <utility>
#include <vector>

namespace samples {

using SteadyTime = std::chrono::steady_clock::time_point;

class CurlTransport::Worker {
 public:
  explicit Worker(CurlOptions options) : options_(std::move(options)) {
    curl_global_init(CURL_GLOBAL_DEFAULT);  // Counted by libcurl; never undone, others may use it.
    multi_ = curl_multi_init();
  }
  ~Worker() { curl_multi_cleanup(multi_); }
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  void start(std::unique_ptr<CurlExchange> exchange) {
    note([&] { started_.push_back(std::move(exchange)); });
  }
  void cancel(hellojohn::ExchangeId id) {
    note([&] { cancelled_.push_back(id); });
  }
  void wake_at(SteadyTime when, hellojohn::ExchangeSink& sink) {
    note([&] {
      wake_at_ = when;
      woken_ = &sink;
    });
  }
  /// True when the thread is done; false if the deadline passed before.
  bool stop(SteadyTime deadline) {
    note([&] { stopping_ = true; });
    std::unique_lock lock(mutex_);
    return changed_.wait_until(lock, deadline, [this] { return done_; });
  }
  void run();

 private:
  template <class Change>
  void note(Change change) {
    const std::lock_guard lock(mutex_);
    change();
    curl_multi_wakeup(multi_);
  }
  bool take_notes();
  void begin(std::unique_ptr<CurlExchange> exchange);
  void call_off(hellojohn::ExchangeId id);
  void collect();
  void wake();
  void wait();
  std::unique_ptr<CurlExchange> take(const CurlExchange* exchange);

  CurlOptions options_;
  CURLM* multi_ = nullptr;
  std::vector<std::unique_ptr<CurlExchange>> running_;  // Only the worker's.

  std::mutex mutex_;  // Guards everything below.
  std::condition_variable changed_;
  std::vector<std::unique_ptr<CurlExchange>> started_;
  std::vector<hellojohn::ExchangeId> cancelled_;
  SteadyTime wake_at_ = SteadyTime::max();
  hellojohn::ExchangeSink* woken_ = nullptr;
  bool stopping_ = false;
  bool done_ = false;
};

void CurlTransport::Worker::run() {
  while (take_notes()) {
    int busy = 0;
    curl_multi_perform(multi_, &busy);
    collect();
    wake();
    wait();
  }
  while (!running_.empty())
    take(running_.back().get())->fail(hellojohn::Errc::shutting_down, "transport is shutting down");
  const std::lock_guard lock(mutex_);
  done_ = true;
  changed_.notify_all();
}

/// False when it is time to stop; what was started until then is still in running_.
bool CurlTransport::Worker::take_notes() {
  std::vector<std::unique_ptr<CurlExchange>> started;
  std::vector<hellojohn::ExchangeId> cancelled;
  bool stopping = false;
  {
    const std::lock_guard lock(mutex_);
    started.swap(started_);
    cancelled.swap(cancelled_);
    stopping = stopping_;
  }
  for (auto& exchange : started) begin(std::move(exchange));
  for (const auto id : cancelled) call_off(id);
  return !stopping;
}

void CurlTransport::Worker::begin(std::unique_ptr<CurlExchange> exchange) {
  if (!exchange->prepare(options_.ca_pem))
    return exchange->fail(hellojohn::Errc::usage, "libcurl does not take the request");
  if (curl_multi_add_handle(multi_, exchange->handle()) != CURLM_OK)
    return exchange->fail(hellojohn::Errc::resource, "libcurl does not take the handle");
  running_.push_back(std::move(exchange));
}

void CurlTransport::Worker::call_off(hellojohn::ExchangeId id) {
  const auto found = std::find_if(running_.begin(), running_.end(),
                                  [id](const auto& exchange) { return exchange->id() == id; });
  if (found != running_.end()) take(found->get())->fail(hellojohn::Errc::cancelled, "cancelled");
}

void CurlTransport::Worker::collect() {
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    const CURLcode result = message->data.result;
    CurlExchange* exchange = nullptr;
    curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &exchange);
    take(exchange)->finish(result);
  }
}

/// Neither libcurl nor this transport holds it: its end can be reported now.
std::unique_ptr<CurlExchange> CurlTransport::Worker::take(const CurlExchange* exchange) {
  const auto found = std::find_if(running_.begin(), running_.end(),
                                  [&](const auto& each) { return each.get() == exchange; });
  auto taken = std::move(*found);
  running_.erase(found);
  curl_multi_remove_handle(multi_, taken->handle());
  return taken;
}

void CurlTransport::Worker::wake() {
  hellojohn::ExchangeSink* sink = nullptr;
  {
    const std::lock_guard lock(mutex_);
    if (std::chrono::steady_clock::now() < wake_at_) return;
    wake_at_ = SteadyTime::max();
    sink = woken_;
  }
  sink->on_wake();
}

void CurlTransport::Worker::wait() {
  SteadyTime until;
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || !started_.empty() || !cancelled_.empty()) return;
    until = wake_at_;
  }
  const auto left = until - std::chrono::steady_clock::now();
  const auto longest = std::chrono::milliseconds(1000);
  const auto wait = std::clamp<std::chrono::steady_clock::duration>(left, {}, longest);
  // Rounded up: a wait of nothing until the last fraction of a millisecond would be a busy one.
  const auto rounded = std::chrono::ceil<std::chrono::milliseconds>(wait);
  curl_multi_poll(multi_, nullptr, 0, static_cast<int>(rounded.count()), nullptr);
}

CurlTransport::CurlTransport(CurlOptions options)
    : worker_(std::make_shared<Worker>(std::move(options))),
      thread_([worker = worker_] { worker->run(); }) {}

/// The library has called shutdown() before; this is for a host that has not.
CurlTransport::~CurlTransport() {
  shutdown(std::chrono::steady_clock::now() + std::chrono::seconds(5));
}

void CurlTransport::start(hellojohn::ExchangeId id, hellojohn::HttpRequest&& request,
                          hellojohn::ExchangeSink& sink) noexcept {
  worker_->start(std::make_unique<CurlExchange>(id, std::move(request), sink));
}

void CurlTransport::cancel(hellojohn::ExchangeId id) noexcept { worker_->cancel(id); }

void CurlTransport::shutdown(SteadyTime deadline) noexcept {
  const bool done = worker_->stop(deadline);
  if (!thread_.joinable()) return;
  // Waited for to its very end: what TLS keeps for a thread is freed there, and a process that ends first leaks it.
  if (done)
    thread_.join();
  else
    thread_.detach();
}

bool CurlTransport::wake_at(SteadyTime when, hellojohn::ExchangeSink& sink) noexcept {
  worker_->wake_at(when, sink);
  return true;
}

}  // namespace samples
