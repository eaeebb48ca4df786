// Runs the socket rows: the built-in transport against a peer that speaks octet by octet. Waits for completions, never
// for time to pass.
#include "fault.hpp"

#include "support/raw_peer.hpp"

#include <atomic>

namespace hellojohn::tests {

namespace {

using namespace std::chrono_literals;

std::string wire_form(const Answer& answer) {
  return "HTTP/1.1 " + std::to_string(answer.status) +
         " X\r\nContent-Type: application/json\r\nContent-Length: " +
         std::to_string(answer.body.size()) + "\r\n\r\n" + answer.body;
}

class SocketCell {
 public:
  SocketCell(char op, const SocketFault& fault) : op_(op), fault_(fault) {
    const auto script = [this](Wire& wire) { serve(wire); };
    if (fault.tls)
      peer_ = std::make_unique<RawPeer>(script, TlsSetup{});
    else
      peer_ = std::make_unique<RawPeer>(script);
    Bench::Setup setup;
    setup.origin = peer_->origin();
    setup.network.ca_pem = test_ca_pem();
    setup.retry.base_delay = 1ms;
    if (fault.stalls) setup.timeouts = {150ms, 150ms};
    bench_ = std::make_unique<Bench>(op, setup);
  }

  std::string run() {
    bench_->prepare({});
    armed_ = true;
    const auto begun = std::chrono::steady_clock::now();
    auto held = bench_->start();
    const Claim claim = held->get();
    const auto took = std::chrono::steady_clock::now() - begun;
    const Expected expected = expected_of(op_, fault_.expect, fault_.but);
    bench_.reset();
    peer_.reset();
    if (fault_.stalls && took > 150ms + 1000ms) return "completed late";
    if (auto wrong = compare(claim, expected.row); !wrong.empty()) return wrong;
    // A stall uses up the call's whole time: no second attempt.
    const int attempts = fault_.stalls ? 1 : expected.requests;
    if (fault_.expect.says != Says::ok && tries_ != attempts)
      return "made " + std::to_string(tries_) + " attempts, should be " + std::to_string(attempts);
    return {};
  }

 private:
  void serve(Wire& wire) {
    for (;;) {
      const std::string request = wire.read_request();
      if (request.empty()) return;
      const auto first = request.find(' ');
      const std::string method = request.substr(0, first);
      const std::string target =
          request.substr(first + 1, request.find(' ', first + 1) - first - 1);
      const std::string well = wire_form(well_answer(method, target, op_));
      if (!armed_ || !is_request_of(op_, method, target)) {
        // The operation itself shall come on a connection of its own.
        std::string last = well;
        last.insert(last.find("\r\n") + 2, "Connection: close\r\n");
        wire.write(last);
        wire.close_notify();
        return;
      }
      ++tries_;
      if (!fault_.act(wire, well)) return;
    }
  }

  char op_;
  const SocketFault& fault_;
  std::atomic<bool> armed_{false};
  std::atomic<int> tries_{0};
  std::unique_ptr<RawPeer> peer_;
  std::unique_ptr<Bench> bench_;
};

}  // namespace

void run_sockets(Score& score) {
  for (const SocketFault& fault : socket_faults())
    for (const char op : all_operations)
      score.cell(fault.number, fault.words, op, SocketCell(op, fault).run());
}

}  // namespace hellojohn::tests
