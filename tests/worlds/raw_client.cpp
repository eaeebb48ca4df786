// See raw_client.hpp. POSIX sockets.
#include "worlds/raw_client.hpp"

#include <cstdint>
#include <cstdlib>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace hellojohn::tests {

RawClient::RawClient(int port)
    : fd_(static_cast<int>(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))) {
  const timeval bound{10, 0};
  ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &bound, sizeof bound);
  ::setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &bound, sizeof bound);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
    ::close(fd_);
    fd_ = -1;
  }
}

RawClient::~RawClient() {
  if (fd_ >= 0) ::close(fd_);
}

void RawClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

bool RawClient::read_some() {
  char bytes[4096];
  const auto got = ::recv(fd_, bytes, sizeof bytes, 0);
  if (got <= 0) return false;
  pending_.append(bytes, static_cast<std::size_t>(got));
  return true;
}

std::string RawClient::message() {
  std::size_t head = 0;
  while ((head = pending_.find("\r\n\r\n")) == std::string::npos) {
    if (!read_some()) return std::exchange(pending_, {});
  }
  head += 4;
  const std::size_t field = pending_.find("Content-Length: ");
  const std::size_t length =
      field < head ? static_cast<std::size_t>(std::atol(pending_.c_str() + field + 16)) : 0;
  while (pending_.size() < head + length) {
    if (!read_some()) return std::exchange(pending_, {});
  }
  std::string out = pending_.substr(0, head + length);
  pending_.erase(0, head + length);
  return out;
}

std::string RawClient::rest() {
  while (read_some()) {
  }
  return std::exchange(pending_, {});
}

bool RawClient::closed() {
  char byte = 0;
  return ::recv(fd_, &byte, 1, MSG_PEEK) == 0;
}

int status_of(std::string_view message) {
  return message.starts_with("HTTP/1.1 ") ? std::atoi(std::string(message.substr(9, 3)).c_str())
                                          : 0;
}

std::string body_of(std::string_view message) {
  const std::size_t head = message.find("\r\n\r\n");
  return head == std::string_view::npos ? std::string() : std::string(message.substr(head + 4));
}

}  // namespace hellojohn::tests
