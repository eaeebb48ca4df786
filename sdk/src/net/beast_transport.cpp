// The transport as its owner sees it: a thread around an IoEngine, and an end within a deadline.
#include "net/beast_transport.hpp"

#include "base/process.hpp"
#include "base/sigmask.hpp"
#include "net/io_engine.hpp"
#include "net/tls/pem_text.hpp"
#include "secret/wipe_registers.hpp"

#include <atomic>
#include <new>
#include <thread>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace net {
namespace {

class BeastTransport final : public Transport {
 public:
  explicit BeastTransport(EngineSetup setup)
      : engine_(std::make_shared<IoEngine>(std::move(setup))) {
    const AllSignalsBlocked no_signals;
    detail::wipe_registers();  // A new thread begins with a copy of them.
    thread_ = std::thread([engine = engine_]() noexcept { engine->run(); });
  }
  BeastTransport(const BeastTransport&) = delete;
  BeastTransport& operator=(const BeastTransport&) = delete;
  ~BeastTransport() override { shutdown(std::chrono::steady_clock::now()); }

  void start(ExchangeId id, HttpRequest&& request, ExchangeSink& sink) noexcept override {
    if (is_running()) engine_->start(id, std::move(request), sink);
  }
  void cancel(ExchangeId id) noexcept override {
    if (is_running()) engine_->cancel(id);
  }
  bool wake_at(std::chrono::steady_clock::time_point time, ExchangeSink& sink) noexcept override {
    return is_running() && engine_->wake_at(time, sink);
  }
  void shutdown(std::chrono::steady_clock::time_point deadline) noexcept override;

 private:
  /// In a child of fork() the engine has no thread, and its locks may be held.
  [[nodiscard]] bool is_running() const noexcept {
    return !process_.was_forked() && !closed_.load();
  }

  OwnProcess process_;
  std::shared_ptr<IoEngine> engine_;
  std::atomic<bool> closed_{false};
  std::thread thread_;
};

void BeastTransport::shutdown(std::chrono::steady_clock::time_point deadline) noexcept {
  if (closed_.exchange(true)) return;
  if (process_.was_forked()) {
    // The thread is not here, and may have held any lock. Its handle and the engine are left as they are: joining or
    // detaching it would end the process, and closing a connection would speak to the server.
    (void)new (std::nothrow) std::thread(std::move(thread_));
    return;
  }
  detail::wipe_registers();  // Joining may be the first time: see bind_early().
  // Even a deadline that is over leaves the thread time to learn how much of each request left.
  const auto least = std::chrono::steady_clock::now() + std::chrono::milliseconds(100);
  if (engine_->stop_and_wait(deadline > least ? deadline : least)) {
    thread_.join();
    return engine_->drain();
  }
  // A sink call that does not return, or a machine that does not run us: the thread keeps its share
  // of the engine, and reaches no sink any more.
  const auto grace = std::chrono::steady_clock::now() + std::chrono::milliseconds(50);
  (void)engine_->sinks().shut(grace);
  thread_.detach();
}

Error usage(const char* detail) {
  Error out;
  out.code = Errc::usage;
  out.detail = detail;
  return out;
}

Result<EngineSetup> make_setup(NetworkOptions&& options, ResolverFunctions resolver) {
  EngineSetup out;
  auto pins = PinSet::make(options.pins, options.pins_expire);
  if (!pins) return usage("pins: base64 of SHA-256, two or more, with pins_expire");
  out.pins = std::move(*pins);
  if (options.max_connections == 0) return usage("max_connections is 0");
  if (!options.proxy.empty()) {
    out.proxy = read_origin(options.proxy);
    if (!out.proxy || out.proxy->scheme != Scheme::http)
      return usage("proxy is not http://host[:port]");
  }
  if (!options.ca_file.empty()) {
    auto text = read_ca_file(options.ca_file);
    if (!text) return std::move(text).error();
    out.ca_file = std::move(text).value();
    if (!has_pem_certificate(out.ca_file)) return usage("ca_file holds no certificate");
  }
  if (!options.ca_pem.empty() && !has_pem_certificate(options.ca_pem))
    return usage("ca_pem holds no certificate");
  out.options = std::move(options);
  out.resolver = resolver;
  return out;
}

}  // namespace
}  // namespace net
}  // namespace v0
}  // namespace hellojohn

namespace hellojohn {
inline namespace v0 {

Result<std::unique_ptr<Transport>> make_beast_transport(NetworkOptions options) noexcept {
  return make_beast_transport(std::move(options), net::ResolverFunctions{});
}

Result<std::unique_ptr<Transport>> make_beast_transport(NetworkOptions options,
                                                        net::ResolverFunctions resolver) noexcept {
  try {
    auto setup = net::make_setup(std::move(options), resolver);
    if (!setup) return std::move(setup).error();
    std::unique_ptr<Transport> out =
        std::make_unique<net::BeastTransport>(std::move(setup).value());
    return out;
  } catch (...) {
    // No memory, no descriptor, no thread.
    Error out;
    out.code = Errc::resource;
    return out;
  }
}

}  // namespace v0
}  // namespace hellojohn
