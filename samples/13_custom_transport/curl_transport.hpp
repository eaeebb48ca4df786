// A transport on libcurl: one worker thread that drives a multi handle. An example of the seam for hosts that have an HTTP
// stack already; passes the shipped conformance suite. Knows nothing of what is sent.
#pragma once

#include <hellojohn/transport.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <thread>

namespace samples {

struct CurlOptions {
  std::string ca_pem{};  ///< PEM text of trust anchors that replaces libcurl's own; empty: those.
};

class CurlTransport final : public hellojohn::Transport {
 public:
  explicit CurlTransport(CurlOptions options);
  ~CurlTransport() override;

  void start(hellojohn::ExchangeId id, hellojohn::HttpRequest&& request,
             hellojohn::ExchangeSink& sink) noexcept override;
  void cancel(hellojohn::ExchangeId id) noexcept override;
  void shutdown(std::chrono::steady_clock::time_point deadline) noexcept override;
  bool wake_at(std::chrono::steady_clock::time_point when,
               hellojohn::ExchangeSink& sink) noexcept override;

 private:
  class Worker;
  std::shared_ptr<Worker> worker_;  // Shared with its thread, which may have to be left behind.
  std::thread thread_;
};

}  // namespace samples
