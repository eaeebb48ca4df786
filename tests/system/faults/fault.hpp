// A row of the fault matrix: what goes wrong, and what must follow from it by the tables.
// Knows nothing of how a client is driven.
#pragma once

#include "bench.hpp"

#include <hellojohn/transport.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace hellojohn::tests {

class Wire;

/// The outcome column.
enum class Says { ok, np, rj, okl, un };
/// The "auto" column: never, the NP-rule, the UN-rule, S D F wait out a Retry-After, or one renewal and one replay.
enum class Auto { no, np, un, waits, token };

struct Expect {
  Errc code = Errc::server;
  Says says = Says::ok;
  Auto repeat = Auto::no;
};

struct Exception {
  std::string_view operations;
  Expect expect;
};

/// What the transport reports of one attempt.
struct Act {
  enum class Kind { failure, answer, stall_unsent, stall_sent, well } kind = Kind::well;
  TransportFailure failure{};
  std::chrono::milliseconds after{0};  ///< How long the attempt takes before it fails.
  int status = 0;
  std::vector<HttpHeader> headers{};
  /// Makes the body from the one that a well server sends.
  std::function<std::string(char op, const std::string& well)> body{};
};

struct Fault {
  int number = 0;
  std::string words{};
  Act act{};
  Expect expect{};
  std::vector<Exception> but{};
  std::string_view only{};  ///< Empty: every operation.
  /// The value of Error::retry_after that must be shown; negative: not looked at.
  int shown_wait = -1;
};

/// A row made on a real socket by a peer that speaks byte by byte.
struct SocketFault {
  int number = 0;
  std::string words{};
  /// Answers a request that has been read; `well` is a complete answer. False: close.
  std::function<bool(Wire&, const std::string& well)> act{};
  Expect expect{};
  std::vector<Exception> but{};
  bool tls = false;
  bool stalls = false;
};

// The tables, by the place where the fault happens.
[[nodiscard]] std::vector<Fault> connection_faults();  ///< A
[[nodiscard]] std::vector<Fault> tls_faults();         ///< B: what the transport must report.
[[nodiscard]] std::vector<Fault> framing_faults();     ///< C, above the seam.
[[nodiscard]] std::vector<Fault> status_faults();      ///< D
[[nodiscard]] std::vector<Fault> content_faults();     ///< E
[[nodiscard]] std::vector<SocketFault> socket_faults();

/// What must be seen of one cell.
struct Expected {
  Expect row;
  bool ok_after_repeat = false;  ///< The fault passes and the operation is repeated automatically.
  int requests = 1;              ///< While the fault lasts.
};
[[nodiscard]] Expected expected_of(char op, const Expect& row,
                                   const std::vector<Exception>& exceptions);

/// Null if the claim is the expected one, else what is wrong with it.
[[nodiscard]] std::string compare(const Claim& claim, const Expect& expect);

/// Counts cells and prints the wrong ones.
class Score {
 public:
  void cell(int number, const std::string& words, char op, const std::string& wrong);
  [[nodiscard]] int print() const;  ///< The last line; the exit code.

 private:
  std::vector<int> numbers_;
  int cells_ = 0;
  int failed_ = 0;
};

void run_scripted(Score& score);
void run_time_and_host(Score& score);  ///< F and G.
void run_sockets(Score& score);
void run_process(Score& score);  ///< G, as far as it is about the process and its memory.
/// What the system does to a process in mid-call.
void run_system_events(Score& score, char op);

}  // namespace hellojohn::tests
