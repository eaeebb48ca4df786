// The peer of every benchmark, in a separate process: fixed answers over TLS, the same bytes for every library.
// Prints its ports and its certificate authority's file, and serves until its input ends.
#include "performance/wire.hpp"
#include "worlds/raw_peer.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <thread>

using namespace hellojohn::tests;

namespace {

void send_at_once(Wire& wire) {
  const int on = 1;
  (void)::setsockopt(wire.descriptor(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

void keep_answering(Wire& wire) {
  send_at_once(wire);
  while (!wire.read_request().empty()) wire.write(bench::answer);
}

/// What a load balancer does with a connection that nobody uses, only at once: the client's pause is then long enough
/// on a busy machine too.
void hang_up_when_idle(Wire& wire) {
  send_at_once(wire);
  if (wire.read_request().empty()) return;
  wire.write(bench::answer);
  wire.close_notify();
}

void never_answer(Wire& wire) {
  (void)wire.read_request();
  wire.hold();
}

void drip(Wire& wire) {
  if (wire.read_request().empty()) return;
  for (const char octet : std::string_view(bench::answer).substr(0, 200)) {
    wire.write({&octet, 1});
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  wire.hold();
}

/// TLS never begins: the connection is plain and silent.
void never_shake_hands(Wire& wire) { wire.hold(); }

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  std::ofstream(argv[1]) << test_ca_pem();
  TlsSetup tls;
  tls.suites = "TLS_AES_128_GCM_SHA256";  // Otherwise each library would ask for its favourite.
  RawPeer kept(keep_answering, tls);
  RawPeer closing(hang_up_when_idle, tls);
  RawPeer silent(never_answer, tls);
  RawPeer dripping(drip, tls);
  RawPeer mute(never_shake_hands);
  std::printf("kept=%d closing=%d silent=%d dripping=%d mute=%d\n", kept.port(), closing.port(),
              silent.port(), dripping.port(), mute.port());
  std::fflush(stdout);
  std::string line;
  while (std::getline(std::cin, line)) {
  }
}
