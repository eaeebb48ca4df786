// The transport as its owner sees it: a part of an engine, perhaps with a thread around it, and an end within a deadline.
#include "net/beast_transport.hpp"

#include "base/process.hpp"
#include "base/sigmask.hpp"
#include "net/io_engine.hpp"
#include "net/socket/system_proxy.hpp"
#include "net/tls/pem_text.hpp"
#include "secret/wipe_registers.hpp"

#include <algorithm>
#include <atomic>
#include <new>
#include <thread>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace detail {

/// An engine with its thread, if it has one.
class NetworkEngine {
 public:
  explicit NetworkEngine(net::EngineSetup setup)
      : io_(std::make_shared<net::IoEngine>(std::move(setup))) {
    if (io_->is_driven()) return;
    const AllSignalsBlocked no_signals;
    wipe_registers();  // A new thread begins with a copy of them.
    thread_ = std::thread([io = io_]() noexcept { io->run(); });
  }
  NetworkEngine(const NetworkEngine&) = delete;
  NetworkEngine& operator=(const NetworkEngine&) = delete;
  ~NetworkEngine() {
    (void)shutdown(std::chrono::steady_clock::now() + std::chrono::milliseconds(250));
  }

  /// In a child of fork() the engine has no thread, and its locks may be held.
  [[nodiscard]] bool is_forked() const noexcept { return process_.was_forked(); }
  [[nodiscard]] const std::shared_ptr<net::IoEngine>& io() const noexcept { return io_; }
  /// False if something of it goes on after the deadline. It keeps its share of the engine then.
  bool shutdown(std::chrono::steady_clock::time_point deadline) noexcept;

 private:
  OwnProcess process_;
  std::shared_ptr<net::IoEngine> io_;
  std::atomic<bool> closed_{false};
  std::thread thread_;
};

bool NetworkEngine::shutdown(std::chrono::steady_clock::time_point deadline) noexcept {
  if (closed_.exchange(true)) return true;
  if (process_.was_forked()) {
    // The thread is not here, and may have held any lock. Its handle and the engine are left as they are: joining or
    // detaching it would end the process, and closing a connection would speak to the server.
    (void)new (std::nothrow) std::thread(std::move(thread_));
    (void)new (std::nothrow) std::shared_ptr<net::IoEngine>(std::move(io_));
    return true;
  }
  wipe_registers();  // Joining may be the first time: see bind_early().
  const bool ended = io_->stop_and_wait(deadline);
  if (thread_.joinable() && ended) thread_.join();
  if (thread_.joinable()) thread_.detach();
  // Wine 8 may lose the end of a read with the thread that began it. The engine is then never destroyed.
  if (ended && !io_->drain()) (void)new (std::nothrow) std::shared_ptr<net::IoEngine>(io_);
  return ended;
}

}  // namespace detail

namespace net {
namespace {

/// Its part of an engine, which is its own or shared with others.
class BeastTransport final : public Transport {
 public:
  BeastTransport(std::shared_ptr<detail::NetworkEngine> engine, bool is_own)
      : engine_(std::move(engine)), share_(engine_->io()->share()), own_(is_own) {}
  BeastTransport(const BeastTransport&) = delete;
  BeastTransport& operator=(const BeastTransport&) = delete;
  ~BeastTransport() override { shutdown(std::chrono::steady_clock::now()); }

  void start(ExchangeId id, HttpRequest&& request, ExchangeSink& sink) noexcept override {
    if (is_running()) engine_->io()->start(share_, id, std::move(request), sink);
  }
  void cancel(ExchangeId id) noexcept override {
    if (is_running()) engine_->io()->cancel(*share_, id);
  }
  bool wake_at(std::chrono::steady_clock::time_point time, ExchangeSink& sink) noexcept override {
    return is_running() && engine_->io()->wake_at(share_, time, sink);
  }
  [[nodiscard]] bool is_driven() const noexcept override { return engine_->io()->is_driven(); }
  bool drive(std::chrono::steady_clock::time_point until) noexcept override {
    if (!is_running()) return false;
    const std::shared_ptr<IoEngine> io = engine_->io();  // It may be left behind, see shutdown().
    return io->drive(until);
  }
  void shutdown(std::chrono::steady_clock::time_point deadline) noexcept override;

 private:
  [[nodiscard]] bool is_running() const noexcept {
    return !engine_->is_forked() && !closed_.load();
  }

  std::shared_ptr<detail::NetworkEngine> engine_;
  std::shared_ptr<EngineShare> share_;
  const bool own_;
  std::atomic<bool> closed_{false};
};

void BeastTransport::shutdown(std::chrono::steady_clock::time_point deadline) noexcept {
  if (closed_.exchange(true)) return;
  if (engine_->is_forked()) {
    (void)new (std::nothrow) std::shared_ptr<EngineShare>(std::move(share_));
    return;
  }
  // Even after the deadline the thread has time to learn how much of each request was sent.
  deadline = std::max(deadline, std::chrono::steady_clock::now() + std::chrono::milliseconds(100));
  bool ended = false;
  if (own_) {
    engine_->io()->begin_leave(share_);
    ended = engine_->shutdown(deadline);
  } else {
    ended = engine_->io()->leave(share_, deadline);
  }
  // A sink call that does not return, or a machine that does not run us: what goes on reaches no sink any more.
  const auto grace = std::chrono::steady_clock::now() + std::chrono::milliseconds(50);
  if (!ended || !own_) (void)share_->sinks.shut(grace);
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
    out.proxy.proxy = read_origin(options.proxy);
    if (!out.proxy.proxy || out.proxy.proxy->scheme != Scheme::http)
      return usage("proxy is not http://host[:port]");
  } else if (options.system_proxy) {
    auto found = system_proxy();
    if (!found) return std::move(found).error();
    out.proxy = std::move(found).value();
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

using EngineMade = Result<std::shared_ptr<detail::NetworkEngine>>;

EngineMade make_engine(NetworkOptions&& options, ResolverFunctions resolver) {
  auto setup = make_setup(std::move(options), resolver);
  if (!setup) return std::move(setup).error();
  return std::make_shared<detail::NetworkEngine>(std::move(setup).value());
}

/// What `make` returns. `resource` if it throws: out of memory, descriptors or threads.
template <class T, class Make>
Result<T> made(Make make) noexcept {
  try {
    return make();
  } catch (...) {
    Error out;
    out.code = Errc::resource;
    return out;
  }
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
  return net::made<std::unique_ptr<Transport>>([&]() -> Result<std::unique_ptr<Transport>> {
    auto engine = net::make_engine(std::move(options), resolver);
    if (!engine) return std::move(engine).error();
    return std::unique_ptr<Transport>(
        std::make_unique<net::BeastTransport>(std::move(engine).value(), true));
  });
}

Result<std::unique_ptr<Transport>> make_beast_transport(
    const std::shared_ptr<detail::NetworkEngine>& engine) noexcept {
  return net::made<std::unique_ptr<Transport>>([&]() -> Result<std::unique_ptr<Transport>> {
    return std::unique_ptr<Transport>(std::make_unique<net::BeastTransport>(engine, false));
  });
}

Result<SharedNetwork> SharedNetwork::create(NetworkOptions options) noexcept {
  return net::made<SharedNetwork>([&]() -> Result<SharedNetwork> {
    auto engine = net::make_engine(std::move(options), {});
    if (!engine) return std::move(engine).error();
    return SharedNetwork(std::move(engine).value());
  });
}

}  // namespace v0
}  // namespace hellojohn
