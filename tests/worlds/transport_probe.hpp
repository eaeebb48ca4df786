// The built-in transport held by a test: starts exchanges and waits for their ends. Knows no test
// framework; throws where an exchange has no end.
#pragma once

#include "net/beast_transport.hpp"
#include "worlds/raw_peer.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>

namespace hellojohn::tests {

using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

/// How one exchange ended.
struct Ending {
  bool answered = false;
  HttpResponse answer;
  TransportFailure failure;
};

class Sink final : public ExchangeSink {
 public:
  std::function<bool(ExchangeId)> allow = [](ExchangeId) { return true; };
  std::atomic<int> asked{0};

  bool on_last_write(ExchangeId id) noexcept override {
    ++asked;
    return allow(id);
  }
  void on_response(ExchangeId id, HttpResponse&& answer) noexcept override {
    Ending end;
    end.answered = true;
    end.answer = std::move(answer);
    put(id, std::move(end));
  }
  void on_failure(ExchangeId id, TransportFailure&& failure) noexcept override {
    Ending end;
    end.failure = std::move(failure);
    put(id, std::move(end));
  }
  void on_wake() noexcept override {}

  Ending wait(ExchangeId id) {
    std::unique_lock lock(mutex_);
    if (!changed_.wait_for(lock, 20s, [&] { return endings_.count(id) != 0; })) {
      throw std::runtime_error("exchange did not end");
    }
    Ending end = std::move(endings_[id]);
    endings_.erase(id);
    return end;
  }
  int count() {
    const std::lock_guard lock(mutex_);
    return total_;
  }

 private:
  void put(ExchangeId id, Ending&& end) {
    const std::lock_guard lock(mutex_);
    endings_[id] = std::move(end);
    ++total_;
    changed_.notify_all();
  }
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<ExchangeId, Ending> endings_;
  int total_ = 0;
};

inline NetworkOptions trusting(std::string pem = test_ca_pem()) {
  NetworkOptions options;
  options.ca_pem = std::move(pem);
  return options;
}

struct Probe {
  explicit Probe(NetworkOptions options = trusting(), net::ResolverFunctions resolver = {}) {
    auto made = make_beast_transport(std::move(options), resolver);
    if (!made) throw std::runtime_error(made.error().detail);
    transport = std::move(made).value();
  }
  void start(const std::string& origin, std::string_view body = {},
             std::chrono::milliseconds within = 5s) {
    HttpRequest request;
    request.method = body.empty() ? "GET" : "POST";
    request.origin = origin;
    request.target = "/v1/thing?x=1";
    request.authorization = Secret("Bearer secret-key");
    request.body = Secret(body);
    request.deadline = SteadyClock::now() + within;
    transport->start(++id, std::move(request), sink);
  }
  Ending call(const std::string& origin, std::string_view body = {},
              std::chrono::milliseconds within = 5s) {
    start(origin, body, within);
    return sink.wait(id);
  }
  Sink sink;
  ExchangeId id = 0;
  std::unique_ptr<Transport> transport;
};

inline constexpr std::string_view ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

/// Answers every request of a connection with the same bytes.
inline RawPeer::Script always(std::string answer) {
  return [answer](Wire& wire) {
    while (!wire.read_request().empty()) wire.write(answer);
  };
}

/// One answer, then the end of the connection.
inline RawPeer::Script once(std::string answer) {
  return [answer](Wire& wire) {
    if (!wire.read_request().empty()) wire.write(answer);
  };
}

}  // namespace hellojohn::tests
