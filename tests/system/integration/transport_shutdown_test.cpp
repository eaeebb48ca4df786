// The end of a transport comes in time, whatever its sinks do.
#include "worlds/catch.hpp"
#include "worlds/transport_probe.hpp"

#include <future>

using namespace hellojohn;
using namespace hellojohn::tests;

namespace {

/// Does not return from on_response before it is let go.
class StuckSink final : public ExchangeSink {
 public:
  bool on_last_write(ExchangeId) noexcept override { return true; }
  void on_response(ExchangeId, HttpResponse&&) noexcept override {
    ++calls;
    entered.set_value();
    let_go.get_future().wait();
    left.set_value();
  }
  void on_failure(ExchangeId, TransportFailure&&) noexcept override { ++calls; }
  void on_wake() noexcept override { ++calls; }

  std::atomic<int> calls{0};
  std::promise<void> entered;
  std::promise<void> let_go;
  std::promise<void> left;
};

HttpRequest request_to(const std::string& origin) {
  HttpRequest request;
  request.method = "GET";
  request.origin = origin;
  request.target = "/";
  request.deadline = SteadyClock::now() + 20s;
  return request;
}

}  // namespace

TEST_CASE("a sink that does not return does not hold shutdown") {
  RawPeer peer(always(std::string(ok)));
  StuckSink sink;
  auto transport = std::move(make_beast_transport(trusting())).value();
  transport->start(1, request_to(peer.origin()), sink);
  sink.entered.get_future().wait();
  transport->start(2, request_to(peer.origin()), sink);
  const auto begun = SteadyClock::now();
  transport->shutdown(begun);
  CHECK(SteadyClock::now() - begun < 2s);
  transport.reset();
  sink.let_go.set_value();
  sink.left.get_future().wait();
  // The second exchange has no end: it could only have come while the first was in the sink.
  CHECK(sink.calls == 1);
}

TEST_CASE("shutdown gives every exchange its end") {
  RawPeer silent([](Wire& wire) { wire.hold(); });
  Probe client;
  for (int i = 0; i < 50; ++i) client.start(silent.origin(), "{}", 20s);
  // With time for it: past its deadline, a busy machine leaves the rest behind.
  client.transport->shutdown(SteadyClock::now() + 20s);
  CHECK(client.sink.count() == 50);
  for (ExchangeId id = 1; id <= 50; ++id)
    CHECK(client.sink.wait(id).failure.code == Errc::shutting_down);
}
