// The mock service behind a TLS socket, with one change of a test's between the two: a server that breaks exactly one rule.
// Uses nothing of the client under test.
#pragma once

#include "worlds/raw_peer.hpp"

#include <hellojohn/testing/mock_service.hpp>

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

namespace hellojohn::tests {

/// Answers a request as the service would.
using Serve = std::function<HttpResponse(const HttpRequest&)>;
/// Answers instead of the service; may ask it. Status 0 closes the connection without an answer.
using Alter = std::function<HttpResponse(const HttpRequest&, const Serve&)>;

class AlteredServer {
 public:
  enum class Kind { tls, plain };

  /// An empty `alter` changes nothing.
  explicit AlteredServer(Alter alter, testing::MockOptions options = {}, Kind kind = Kind::tls);

  [[nodiscard]] std::string origin() const { return peer_->origin(); }
  [[nodiscard]] testing::MockService& service() noexcept { return service_; }
  /// How many requests came, except those of the control routes.
  [[nodiscard]] int requests() const noexcept { return requests_; }
  /// What the control routes ask for.
  static constexpr const char* control_token = "control-token-of-the-tests";

 private:
  [[nodiscard]] HttpResponse answer(const HttpRequest& request);
  void serve(Wire& wire);

  testing::MockService service_;
  Alter alter_;
  std::mutex mutex_;  // One request at a time: alterations remember things.
  std::atomic<int> requests_{0};
  std::unique_ptr<RawPeer> peer_;
};

}  // namespace hellojohn::tests
