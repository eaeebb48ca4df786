// Requests from bytes, answers to bytes, and the alteration between them.
#include "worlds/altered_server.hpp"

#include <utility>

namespace hellojohn::tests {

namespace {

std::string take_line(std::string& text) {
  const std::size_t end = text.find("\r\n");
  std::string line = text.substr(0, end);
  text.erase(0, end == std::string::npos ? end : end + 2);
  return line;
}

HttpRequest request_of(std::string text) {
  HttpRequest request;
  const std::size_t head = text.find("\r\n\r\n");
  request.body = Secret(text.substr(head + 4));
  text.resize(head + 2);
  const std::string first = take_line(text);
  const std::size_t target = first.find(' ') + 1;
  request.method = first.substr(0, target - 1);
  request.target = first.substr(target, first.rfind(' ') - target);
  while (!text.empty()) {
    const std::string line = take_line(text);
    const std::size_t colon = line.find(':');
    const std::string name = line.substr(0, colon), value = line.substr(colon + 2);
    if (name == "Authorization")
      request.authorization = Secret(value);
    else
      request.headers.push_back({name, value});
  }
  return request;
}

std::string bytes_of(const HttpResponse& response) {
  std::string out = "HTTP/1.1 " + std::to_string(response.status) + " As answered\r\n";
  for (const HttpHeader& header : response.headers)
    out += header.name + ": " + header.value + "\r\n";
  if (response.status != 204)
    out += "Content-Length: " + std::to_string(response.body.size()) + "\r\n";
  return out + "\r\n" + std::string(response.body.reveal());
}

std::string header_of(const HttpRequest& request, std::string_view name) {
  for (const HttpHeader& header : request.headers)
    if (header.name == name) return header.value;
  return {};
}

}  // namespace

AlteredServer::AlteredServer(Alter alter, testing::MockOptions options, Kind kind)
    : service_(std::move(options)), alter_(std::move(alter)) {
  const auto script = [this](Wire& wire) { serve(wire); };
  peer_ = kind == Kind::tls ? std::make_unique<RawPeer>(script, TlsSetup{})
                            : std::make_unique<RawPeer>(script);
  service_.set_public_origin(peer_->origin());
}

HttpResponse AlteredServer::answer(const HttpRequest& request) {
  const std::lock_guard lock(mutex_);
  const Serve serve = [this](const HttpRequest& asked) {
    if (!asked.target.starts_with("/__mock/")) return service_.serve(asked).response;
    HttpResponse refused;
    refused.status = 403;
    return header_of(asked, "X-Mock-Token") == control_token ? service_.control(asked)
                                                             : std::move(refused);
  };
  if (!request.target.starts_with("/__mock/")) ++requests_;
  return alter_ ? alter_(request, serve) : serve(request);
}

void AlteredServer::serve(Wire& wire) {
  for (;;) {
    std::string bytes = wire.read_request();
    if (bytes.empty()) return;
    const HttpResponse response = answer(request_of(std::move(bytes)));
    if (response.status == 0) return;
    wire.write(bytes_of(response));
  }
}

}  // namespace hellojohn::tests
