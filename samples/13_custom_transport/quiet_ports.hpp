// Two origins that the conformance suite needs in addition to a service: one where nobody listens, and one that accepts a
// connection and never says a word.
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#include <string>

namespace samples {

/// A port of the loopback interface, held until this object goes.
class QuietPort {
 public:
  enum class Kind { refuses, is_silent };

  explicit QuietPort(Kind kind) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    if (::bind(socket_, generic, size) != 0 || ::getsockname(socket_, generic, &size) != 0) return;
    // The system completes connections on its own; nobody takes them up.
    if (kind == Kind::is_silent && ::listen(socket_, 64) != 0) return;
    origin_ = "https://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
  }
  ~QuietPort() { ::close(socket_); }
  QuietPort(const QuietPort&) = delete;
  QuietPort& operator=(const QuietPort&) = delete;

  /// Empty if there is none: the suite then leaves its rules out, which the caller should not accept.
  [[nodiscard]] const std::string& origin() const noexcept { return origin_; }

 private:
  int socket_;
  std::string origin_;
};

}  // namespace samples
