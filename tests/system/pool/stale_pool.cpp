// How often a kept connection that its peer has closed turns a call into a needless "unknown".
// Not a Catch program: its last line is the figure. Exits with 1 above 0.1 %.
#include "worlds/transport_probe.hpp"

#include <cstdio>
#include <exception>

using namespace hellojohn;
using namespace hellojohn::tests;

namespace {

struct Tally {
  int calls = 0;
  int needless = 0;
  int other_failures = 0;
};

/// A peer that hangs up after every answer, the second time without a TLS goodbye.
void run(RawPeer& peer, int calls, Tally& tally) {
  Probe client;
  for (int i = 0; i < calls; ++i) {
    const Ending end = client.call(peer.origin(), "{}", 20s);
    ++tally.calls;
    // The peer answers whatever it reads, so a lost answer was lost with a dead connection.
    if (!end.answered) ++(end.failure.sent == Sent::none ? tally.other_failures : tally.needless);
    peer.wait_closed(peer.connections());
  }
}

void answer_and_hang_up(Wire& wire, std::atomic<int>& served) {
  if (wire.read_request().empty()) return;
  wire.write(ok);
  if (++served % 2 == 0) wire.close_notify();
}

}  // namespace

int main() try {
  constexpr int calls_each = 600;
  Tally tally;
  std::atomic<int> served{0};
  {
    RawPeer peer([&](Wire& wire) { answer_and_hang_up(wire, served); }, TlsSetup{});
    run(peer, calls_each, tally);
  }
  {
    RawPeer peer([&](Wire& wire) { answer_and_hang_up(wire, served); });
    run(peer, calls_each, tally);
  }
  std::printf("%d of %d requests reached the peer, %d calls failed otherwise\n", served.load(),
              tally.calls, tally.other_failures);
  std::printf("stale connections: %d needless unknowns in %d calls (%.2f %%)\n", tally.needless,
              tally.calls, 100.0 * tally.needless / tally.calls);
  const bool good =
      tally.needless * 1000 <= tally.calls && tally.other_failures == 0 && served == tally.calls;
  return good ? 0 : 1;
} catch (const std::exception& e) {
  std::printf("broke: %s\n", e.what());
  return 2;
}
