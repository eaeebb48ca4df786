// A client that sends bytes as they are to a loopback port and reads what comes, within a bound.
// Knows nothing of HTTP but where a message with a Content-Length ends.
#pragma once

#include <string>
#include <string_view>

namespace hellojohn::tests {

class RawClient {
 public:
  explicit RawClient(int port);
  ~RawClient();
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  void send(std::string_view bytes);
  /// One message with a Content-Length; what came until the end or 10 s, where there is no such.
  [[nodiscard]] std::string message();
  /// All that comes until the peer closes, 10 s at most.
  [[nodiscard]] std::string rest();
  /// The peer closed; waits 10 s at most.
  [[nodiscard]] bool closed();

 private:
  bool read_some();
  int fd_ = -1;
  std::string pending_;
};

/// The number in the status line; 0 if there is none.
[[nodiscard]] int status_of(std::string_view message);
/// What follows the empty line.
[[nodiscard]] std::string body_of(std::string_view message);

}  // namespace hellojohn::tests
