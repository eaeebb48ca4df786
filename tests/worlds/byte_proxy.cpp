// See byte_proxy.hpp. One thread, poll(2), everything under one lock.
#include "worlds/byte_proxy.hpp"

#include <algorithm>
#include <cstdlib>
#include <stdexcept>
#include <vector>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace hellojohn::tests {

namespace {

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  return address;
}

void send_all(int fd, const char* data, std::size_t size) {
  while (size > 0) {
    const ssize_t sent = ::send(fd, data, size, MSG_NOSIGNAL);
    if (sent <= 0) return;
    data += sent;
    size -= static_cast<std::size_t>(sent);
  }
}

void no_delay(int fd) {
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

bool is_whole_request(const std::string& text) {
  const auto end = text.find("\r\n\r\n");
  if (end == std::string::npos) return false;
  const auto at = text.find("Content-Length: ");
  const std::size_t body =
      at < end ? std::strtoul(text.c_str() + at + 16, nullptr, 10) : std::size_t{0};
  return text.size() >= end + 4 + body;
}

/// A socket that gets what it sends: it can be polled on every system.
int socket_to_itself() {
  const int fd = static_cast<int>(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  if (::bind(fd, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) != 0 ||
      ::connect(fd, reinterpret_cast<sockaddr*>(&address), size) != 0)
    throw std::runtime_error("the proxy cannot wake itself");
  return fd;
}

}  // namespace

ProxyPlan draw_plan(std::mt19937_64& random) {
  using Kind = ProxyPlan::Kind;
  const auto below = [&](std::size_t bound) { return static_cast<std::size_t>(random() % bound); };
  ProxyPlan plan;
  switch (below(10)) {
    case 0: plan.kind = Kind::refuse; break;
    case 1:
    case 2:
    case 3:
    case 4: plan.kind = Kind::reset; break;
    case 5: plan.kind = below(3) == 0 ? Kind::stall : Kind::cut; break;
    default: plan.kind = Kind::cut; break;
  }
  plan.upward = below(2) == 0;
  plan.after = below(plan.upward ? 700 : 1200);
  plan.connections = static_cast<int>(1 + below(4));
  return plan;
}

ByteProxy::ByteProxy(int server_port) : server_port_(server_port), waker_(socket_to_itself()) {
  listener_ = static_cast<int>(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      ::listen(listener_, 128) != 0)
    throw std::runtime_error("the proxy cannot listen");
  ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { run(); });
}

ByteProxy::~ByteProxy() {
  stop_ = true;
  wake();
  thread_.join();
  for (Link& link : links_) close_link(link, false);
  ::close(listener_);
  ::close(waker_);
}

void ByteProxy::wake() {
  const char any = 0;
  // What does not fit into a full socket is not needed: it wakes already.
  (void)::send(waker_, &any, 1, MSG_NOSIGNAL);
}

void ByteProxy::arm(const ProxyPlan& plan) {
  const std::lock_guard lock(mutex_);
  plan_ = plan;
  hits_left_ = plan.kind == ProxyPlan::Kind::none ? 0 : plan.connections;
  blind_ = whole_ = false;
  up_ = 0;
  for (Link& link : links_) {
    link.up = link.down = 0;
    link.request.clear();
  }
}

void ByteProxy::close_all() {
  const std::lock_guard lock(mutex_);
  for (Link& link : links_) close_link(link, false);
  wake();
}

std::size_t ByteProxy::up() const {
  const std::lock_guard lock(mutex_);
  return up_;
}

bool ByteProxy::saw_whole_request() const {
  const std::lock_guard lock(mutex_);
  return whole_;
}

bool ByteProxy::blind() const {
  const std::lock_guard lock(mutex_);
  return blind_;
}

void ByteProxy::run() {
  while (!stop_) {
    std::vector<pollfd> waiting{{listener_, POLLIN, 0}, {waker_, POLLIN, 0}};
    std::vector<std::pair<Link*, bool>> owners;
    {
      const std::lock_guard lock(mutex_);
      links_.remove_if([](const Link& link) { return link.client < 0; });
      for (Link& link : links_) {
        waiting.push_back({link.client, POLLIN, 0});
        owners.emplace_back(&link, true);
        // A stalled link is still read from the client's side: its bytes are logged.
        waiting.push_back({link.stalled ? -1 : link.server, POLLIN, 0});
        owners.emplace_back(&link, false);
      }
    }
    if (::poll(waiting.data(), waiting.size(), -1) <= 0) continue;
    char any = 0;
    if (waiting[1].revents != 0) (void)::recv(waker_, &any, 1, 0);
    const std::lock_guard lock(mutex_);
    for (std::size_t i = 0; i < owners.size(); ++i)
      if (waiting[i + 2].revents != 0 && owners[i].first->client >= 0)
        pass(*owners[i].first, owners[i].second);
    if (waiting[0].revents != 0) accept_one();
  }
}

void ByteProxy::accept_one() {
  Link link;
  link.client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
  if (link.client < 0) return;
  no_delay(link.client);
  if (plan_.kind == ProxyPlan::Kind::refuse && hits_left_ > 0) {
    --hits_left_;
    blind_ = true;
    return close_link(link, true);
  }
  link.server = static_cast<int>(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const sockaddr_in address = loopback(server_port_);
  if (::connect(link.server, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    return close_link(link, true);
  no_delay(link.server);
  links_.push_back(std::move(link));
}

void ByteProxy::pass(Link& link, bool upward) {
  char buffer[16 * 1024];
  const ssize_t size = ::recv(upward ? link.client : link.server, buffer, sizeof buffer, 0);
  if (size <= 0) return close_link(link, false);
  auto count = static_cast<std::size_t>(size);
  if (upward) {
    link.request.append(buffer, count);
    up_ += count;
    whole_ = whole_ || is_whole_request(link.request);
  }
  if (link.stalled) return;
  std::size_t& passed = upward ? link.up : link.down;
  const bool counts = plan_.kind != ProxyPlan::Kind::none &&
                      plan_.kind != ProxyPlan::Kind::refuse && plan_.upward == upward &&
                      (hits_left_ > 0 || link.hit);
  const bool strikes = counts && passed + count > plan_.after;
  if (strikes) count = plan_.after - std::min(passed, plan_.after);
  send_all(upward ? link.server : link.client, buffer, count);
  passed += count;
  if (strikes) strike(link);
}

void ByteProxy::strike(Link& link) {
  if (!link.hit) --hits_left_;
  link.hit = true;
  drain(link);
  switch (plan_.kind) {
    case ProxyPlan::Kind::stall: link.stalled = true; return;
    case ProxyPlan::Kind::reset: return close_link(link, true);
    default: return close_link(link, false);
  }
}

/// Logs what the client has on its way already.
void ByteProxy::drain(Link& link) {
  constexpr int patience_ms = 2;
  char buffer[16 * 1024];
  for (;;) {
    pollfd waiting{link.client, POLLIN, 0};
    if (::poll(&waiting, 1, patience_ms) <= 0) break;
    const ssize_t size = ::recv(link.client, buffer, sizeof buffer, 0);
    if (size <= 0) break;
    link.request.append(buffer, static_cast<std::size_t>(size));
    up_ += static_cast<std::size_t>(size);
  }
  whole_ = whole_ || is_whole_request(link.request);
}

void ByteProxy::close_link(Link& link, bool reset) {
  if (reset) {
    const linger now{1, 0};
    ::setsockopt(link.client, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  } else if (link.client >= 0) {
    // At once: a close alone waits for the poll that holds the descriptor.
    ::shutdown(link.client, SHUT_WR);
  }
  if (link.client >= 0) ::close(link.client);
  if (link.server >= 0) ::close(link.server);
  link.client = link.server = -1;
}

}  // namespace hellojohn::tests
