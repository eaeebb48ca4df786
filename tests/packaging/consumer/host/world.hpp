// A client that talks to nobody: no service is needed to see whether a component is there and linked.
#pragma once

#include <hellojohn/client.hpp>

#include <memory>
#include <optional>
#include <utility>

/// Fails nothing and answers nothing; every call ends when the client goes.
class SilentTransport final : public hellojohn::Transport {
 public:
  void start(hellojohn::ExchangeId, hellojohn::HttpRequest&&,
             hellojohn::ExchangeSink&) noexcept override {}
  void cancel(hellojohn::ExchangeId) noexcept override {}
  void shutdown(std::chrono::steady_clock::time_point) noexcept override {}
};

inline std::optional<hellojohn::Client> silent_client() {
  hellojohn::ClientOptions options;
  options.base_url = "https://auth.example.com";
  options.tenant_id = "tnt_1";
  options.publishable_key = "pk_test_a";
  options.transport = std::make_unique<SilentTransport>();
  auto client = hellojohn::Client::create(std::move(options));
  if (!client) return std::nullopt;
  return std::move(client).value();
}
