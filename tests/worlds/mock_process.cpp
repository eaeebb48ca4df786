// See mock_process.hpp. The control requests are plain sockets and OpenSSL: a tool of the tests must not lean on what it
// tests.
#include "worlds/mock_process.hpp"

#include <openssl/ssl.h>

#include <cstdlib>
#include <stdexcept>
#include <utility>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>
#include <boost/json.hpp>

namespace hellojohn::tests {

namespace {

namespace json = boost::json;

std::string text_of(const json::value& value) { return std::string(value.as_string()); }

std::vector<std::string> texts_of(const json::value& list) {
  std::vector<std::string> out;
  for (const json::value& entry : list.as_array()) out.push_back(text_of(entry));
  return out;
}

int connect_to(int port) {
  const int fd = static_cast<int>(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  const timeval limit{10, 0};
  ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    ::close(fd);
    throw std::runtime_error("the mock server cannot be reached");
  }
  return fd;
}

/// Sends and reads to the end of the connection.
std::string exchange_plain(int fd, const std::string& request) {
  std::string answer;
  char buffer[16 * 1024];
  if (::send(fd, request.data(), request.size(), MSG_NOSIGNAL) ==
      static_cast<ssize_t>(request.size()))
    for (ssize_t size; (size = ::recv(fd, buffer, sizeof buffer, 0)) > 0;)
      answer.append(buffer, static_cast<std::size_t>(size));
  return answer;
}

std::string exchange_tls(int fd, const std::string& request) {
  SSL_CTX* context = SSL_CTX_new(TLS_client_method());
  SSL* ssl = SSL_new(context);
  SSL_set_fd(ssl, fd);
  std::string answer;
  char buffer[16 * 1024];
  if (SSL_connect(ssl) == 1 && SSL_write(ssl, request.data(), static_cast<int>(request.size())) > 0)
    for (int size; (size = SSL_read(ssl, buffer, sizeof buffer)) > 0;)
      answer.append(buffer, static_cast<std::size_t>(size));
  SSL_free(ssl);
  SSL_CTX_free(context);
  return answer;
}

}  // namespace

MockProcess::MockProcess(const std::string& program, std::vector<std::string> arguments)
    : process_(program, std::move(arguments)) {
  const std::string line = process_.read_line();
  if (line.empty()) throw std::runtime_error("the mock server did not start");
  read_start_line(line);
}

void MockProcess::read_start_line(const std::string& line) {
  const json::value start = json::parse(line);
  const std::string url = text_of(start.at("base_url"));
  tls_ = url.compare(0, 8, "https://") == 0;
  port_ = std::atoi(url.c_str() + url.rfind(':') + 1);
  control_token_ = text_of(start.at("control_token"));
  tenant_id_ = text_of(start.at("tenant_id"));
  publishable_key_ = text_of(start.at("publishable_key"));
  secret_key_ = text_of(start.at("secret_key"));
  if (tls_) ca_file_ = text_of(start.at("ca_file"));
  for (const json::value& user : start.at("users").as_array())
    people_.push_back({text_of(user.at("id")), text_of(user.at("email")),
                       text_of(user.at("password")), texts_of(user.at("factors")),
                       texts_of(user.at("backup_codes"))});
}

std::string MockProcess::control(std::string_view method, std::string_view route,
                                 std::string_view body) const {
  std::string request(method);
  request.append(" /__mock/").append(route).append(" HTTP/1.1\r\nHost: localhost\r\n");
  request.append("Connection: close\r\nX-Mock-Token: ").append(control_token_);
  request.append("\r\nContent-Type: application/json\r\nContent-Length: ");
  request.append(std::to_string(body.size())).append("\r\n\r\n").append(body);
  const int fd = connect_to(port_);
  const std::string answer = tls_ ? exchange_tls(fd, request) : exchange_plain(fd, request);
  ::close(fd);
  const auto end = answer.find("\r\n\r\n");
  if (answer.compare(0, 10, "HTTP/1.1 2") != 0 || end == std::string::npos)
    throw std::runtime_error("a control request failed: " + answer.substr(0, 200));
  return answer.substr(end + 4);
}

}  // namespace hellojohn::tests
