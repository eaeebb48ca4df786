// What a browser does for the peer and no native client does: cookies, the Origin header, and the peer's own names.
// Everything else (sockets, TLS, what was sent and when) is the built-in transport's, and passes through unchanged.
#pragma once

#include <hellojohn/transport.hpp>

#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace hellojohn::tests {

class PeerTransport final : public Transport, private ExchangeSink {
 public:
  /// `origin` is what the peer takes for its own address.
  PeerTransport(std::unique_ptr<Transport> inner, std::string origin);

  void start(ExchangeId id, HttpRequest&& request, ExchangeSink& sink) noexcept override;
  void cancel(ExchangeId id) noexcept override { inner_->cancel(id); }
  void shutdown(std::chrono::steady_clock::time_point deadline) noexcept override {
    inner_->shutdown(deadline);
  }
  bool wake_at(std::chrono::steady_clock::time_point when, ExchangeSink& sink) noexcept override {
    return inner_->wake_at(when, sink);
  }

 private:
  bool on_last_write(ExchangeId id) noexcept override;
  void on_response(ExchangeId id, HttpResponse&& response) noexcept override;
  void on_failure(ExchangeId id, TransportFailure&& failure) noexcept override;
  void on_wake() noexcept override {}

  void to_peer(HttpRequest& request);
  void from_peer(HttpResponse& response);
  ExchangeSink& end(ExchangeId id);

  std::unique_ptr<Transport> inner_;
  std::string origin_;
  std::mutex mutex_;
  std::map<ExchangeId, ExchangeSink*> open_;
  std::string session_cookie_, challenge_name_;
  std::string codes_of_enrolment_;  // JSON, until they are confirmed.
};

}  // namespace hellojohn::tests
