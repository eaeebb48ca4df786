// Runs the socket rows: the built-in transport against a peer that speaks byte by byte. Waits for completions, never
// for time to pass.
#include "fault.hpp"

#include "worlds/raw_peer.hpp"

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>

namespace hellojohn::tests {

namespace {

using namespace std::chrono_literals;

std::string wire_form(const Answer& answer) {
  return "HTTP/1.1 " + std::to_string(answer.status) + " X\r\nContent-Type: application/json\r\n" +
         date_line(answer) + "Content-Length: " + std::to_string(answer.body.size()) + "\r\n\r\n" +
         answer.body;
}

/// With its own file no client reads the system's certificates, which takes longer than a cell.
struct CaFile {
  CaFile() {
    const auto folder = std::filesystem::temp_directory_path();
    path = (folder / ("hellojohn-faults-" + std::to_string(std::random_device()()))).string();
    std::ofstream(path) << test_ca_pem();
  }
  CaFile(const CaFile&) = delete;
  CaFile& operator=(const CaFile&) = delete;
  ~CaFile() { std::remove(path.c_str()); }
  std::string path;
};

/// One row with its peer; the operations take turns on it.
class SocketRow {
 public:
  SocketRow(const SocketFault& fault, const std::string& ca_file, bool own_thread)
      : fault_(fault), ca_file_(ca_file), own_thread_(own_thread) {
    listen();
  }

  /// What is wrong with a cell, or nothing. On a busy machine a stall's bound may run out before the request has left:
  /// then the fault was never met, and the cell is tried anew with more time.
  std::string run(char op) {
    std::string wrong = run_within(op, shortest);
    for (auto bound = 2 * shortest; fault_.stalls && tries_ == 0 && bound <= longest; bound *= 2) {
      listen();  // The old peer may read its request only now, which then counted for this try.
      wrong = run_within(op, bound);
    }
    return wrong;
  }

 private:
  static constexpr auto shortest = 150ms;
  static constexpr auto longest = 20000ms;

  void listen() {
    peer_.reset();
    const auto script = [this](Wire& wire) { serve(wire); };
    if (fault_.tls)
      peer_ = std::make_unique<RawPeer>(script, TlsSetup{});
    else
      peer_ = std::make_unique<RawPeer>(script);
  }

  std::string run_within(char op, std::chrono::milliseconds bound) {
    op_ = op;
    armed_ = false;
    tries_ = 0;
    Bench bench(op, setup(bound));
    try {
      bench.prepare({});
    } catch (const std::runtime_error& problem) {
      return problem.what();  // On a busy machine a stall's bound may be too short for this, too.
    }
    armed_ = true;
    const auto begun = std::chrono::steady_clock::now();
    const Claim claim = bench.start()->get();
    const auto took = std::chrono::steady_clock::now() - begun;
    const Expected expected = expected_of(op, fault_.expect, fault_.but);
    if (fault_.stalls && took > bound + 5000ms) return "completed late";
    if (auto wrong = compare(claim, expected.row); !wrong.empty()) return wrong;
    // A stall uses up the call's whole time: no second attempt.
    const int attempts = fault_.stalls ? 1 : expected.requests;
    if (fault_.expect.says != Says::ok && tries_ != attempts)
      return "made " + std::to_string(tries_) + " attempts, should be " + std::to_string(attempts);
    return {};
  }

  [[nodiscard]] Bench::Setup setup(std::chrono::milliseconds bound) const {
    Bench::Setup setup;
    setup.origin = peer_->origin();
    setup.network.ca_file = ca_file_;
    setup.network.own_thread = own_thread_;
    setup.retry.base_delay = 1ms;
    if (fault_.stalls) setup.timeouts = {bound, bound};
    return setup;
  }

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
        // The operation itself shall use a separate connection.
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

  const SocketFault& fault_;
  const std::string& ca_file_;
  const bool own_thread_;
  std::atomic<char> op_{'G'};
  std::atomic<bool> armed_{false};
  std::atomic<int> tries_{0};
  std::unique_ptr<RawPeer> peer_;
};

}  // namespace

void run_sockets(Score& score) {
  const CaFile ca;
  for (const bool own_thread : {true, false}) {
    for (const SocketFault& fault : socket_faults()) {
      SocketRow row(fault, ca.path, own_thread);
      const std::string words = fault.words + std::string(own_thread ? "" : ", without a thread");
      for (const char op : all_operations) score.cell(fault.number, words, op, row.run(op));
    }
  }
}

}  // namespace hellojohn::tests
