// See curl_exchange.hpp.
#include "13_custom_transport/curl_exchange.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace samples {

namespace {

constexpr std::size_t largest_body = std::size_t{64} * 1024;
constexpr std::size_t largest_head = std::size_t{16} * 1024;

long milliseconds_until(std::chrono::steady_clock::time_point deadline) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
      deadline - std::chrono::steady_clock::now());
  return std::max<long>(1, static_cast<long>(left.count()));
}

hellojohn::Errc code_of(CURLcode result) {
  switch (result) {
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT: return hellojohn::Errc::usage;
    case CURLE_COULDNT_RESOLVE_HOST: return hellojohn::Errc::resolve;
    case CURLE_COULDNT_CONNECT: return hellojohn::Errc::connect;
    case CURLE_OPERATION_TIMEDOUT: return hellojohn::Errc::timeout;
    case CURLE_PEER_FAILED_VERIFICATION: return hellojohn::Errc::tls_trust;
    case CURLE_SSL_CONNECT_ERROR: return hellojohn::Errc::tls_protocol;
    case CURLE_OUT_OF_MEMORY: return hellojohn::Errc::resource;
    case CURLE_WEIRD_SERVER_REPLY: return hellojohn::Errc::protocol;
    default: return hellojohn::Errc::connection_lost;
  }
}

}  // namespace

void CurlExchange::Closer::operator()(curl_slist* list) const noexcept {
  for (curl_slist* node = list; node != nullptr; node = node->next)
    hellojohn::secure_wipe(node->data, std::strlen(node->data));
  curl_slist_free_all(list);
}

CurlExchange::CurlExchange(hellojohn::ExchangeId id, hellojohn::HttpRequest&& request,
                           hellojohn::ExchangeSink& sink) noexcept
    : id_(id), request_(std::move(request)), sink_(sink), easy_(curl_easy_init()) {}

bool CurlExchange::prepare(std::string_view ca_pem) {
  CURL* easy = easy_.get();
  if (easy == nullptr || !add_headers()) return false;
  const std::string url = request_.origin + request_.target;
  bool well = curl_easy_setopt(easy, CURLOPT_URL, url.c_str()) == CURLE_OK;
  const auto set = [&](CURLoption option, auto value) {
    well = curl_easy_setopt(easy, option, value) == CURLE_OK && well;
  };
  set(CURLOPT_PRIVATE, this);
  set(CURLOPT_PROTOCOLS_STR, "https,http");
  set(CURLOPT_HTTP_VERSION, long{CURL_HTTP_VERSION_1_1});
  set(CURLOPT_FOLLOWLOCATION, 0L);
  // Neither signals nor the environment: a host's process is not ours to steer by.
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_PROXY, "");
  set(CURLOPT_TIMEOUT_MS, milliseconds_until(request_.deadline));
  // A name that is being looked up does not hold the worker when the exchange is called off.
  set(CURLOPT_QUICK_EXIT, 1L);
  set(CURLOPT_HTTPHEADER, headers_.get());
  set(CURLOPT_PREREQFUNCTION, &before_request);
  set(CURLOPT_PREREQDATA, this);
  set(CURLOPT_HEADERFUNCTION, &take_header);
  set(CURLOPT_HEADERDATA, this);
  set(CURLOPT_WRITEFUNCTION, &take_body);
  set(CURLOPT_WRITEDATA, this);
  if (request_.method == "POST" || !request_.body.empty()) {
    set(CURLOPT_POST, 1L);
    set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body.size()));
    set(CURLOPT_READFUNCTION, &read_body);
    set(CURLOPT_READDATA, this);
  }
  set(CURLOPT_CUSTOMREQUEST, request_.method.c_str());
  if (!ca_pem.empty()) {
    curl_blob blob{const_cast<char*>(ca_pem.data()), ca_pem.size(), CURL_BLOB_COPY};
    set(CURLOPT_CAINFO_BLOB, &blob);
  }
  return well;
}

bool CurlExchange::add_headers() {
  for (const hellojohn::HttpHeader& header : request_.headers)
    add_header(header.name, header.value);
  if (!request_.authorization.empty()) add_header("Authorization", request_.authorization.reveal());
  add_header("Expect", {});
  if (request_.body.empty())
    add_header("Content-Type", {});
  else
    add_header("Content-Type", "application/json");
  return headers_ != nullptr;
}

/// Without a value libcurl leaves out what it would have sent on its own.
void CurlExchange::add_header(std::string_view name, std::string_view value) {
  hellojohn::Secret line(name);
  line.append(value.empty() ? ":" : ": ");
  line.append(value);
  line.append(std::string_view("\0", 1));
  curl_slist* longer = curl_slist_append(headers_.get(), line.reveal().data());
  if (longer == nullptr) return;
  (void)headers_.release();
  headers_.reset(longer);
}

bool CurlExchange::ask_for_last_write() noexcept {
  // libcurl repeats a request on its own if a kept connection turns out to be dead. Whether that is safe is for the
  // library to decide, which knows what the request does: here it ends.
  if (std::exchange(asked_, true)) return false;
  refused_ = !sink_.on_last_write(id_);
  if (refused_) return false;
  sent_ = hellojohn::Sent::all;
  return true;
}

/// There is a connection, and nothing was sent yet. Without a body the head is all there is.
int CurlExchange::before_request(void* self, char*, char*, int, int) noexcept {
  auto& exchange = *static_cast<CurlExchange*>(self);
  if (exchange.asked_) return CURL_PREREQFUNC_ABORT;
  if (!exchange.request_.body.empty()) {
    exchange.sent_ = hellojohn::Sent::part;
    return CURL_PREREQFUNC_OK;
  }
  return exchange.ask_for_last_write() ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
}

std::size_t CurlExchange::read_body(char* out, std::size_t size, std::size_t count,
                                    void* self) noexcept {
  auto& exchange = *static_cast<CurlExchange*>(self);
  const std::string_view rest = exchange.request_.body.reveal().substr(exchange.body_read_);
  const std::size_t part = std::min(rest.size(), size * count);
  if (part == 0) return 0;
  if (part == rest.size() && !exchange.ask_for_last_write()) return CURL_READFUNC_ABORT;
  std::memcpy(out, rest.data(), part);
  exchange.body_read_ += part;
  return part;
}

std::size_t CurlExchange::take_header(char* text, std::size_t size, std::size_t count,
                                      void* self) noexcept {
  auto& exchange = *static_cast<CurlExchange*>(self);
  std::string_view line(text, size * count);
  exchange.header_bytes_ += line.size();
  exchange.too_large_ = exchange.header_bytes_ > largest_head;
  if (exchange.too_large_) return 0;
  // A status line: what came before belonged to an interim answer.
  if (line.substr(0, 5) == "HTTP/") exchange.response_.headers.clear();
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return size * count;
  std::string_view value = line.substr(colon + 1);
  while (!value.empty() && (value.front() == ' ' || value.front() == '\t')) value.remove_prefix(1);
  while (!value.empty() && static_cast<unsigned char>(value.back()) <= 0x20) value.remove_suffix(1);
  exchange.response_.headers.push_back({std::string(line.substr(0, colon)), std::string(value)});
  return size * count;
}

std::size_t CurlExchange::take_body(char* bytes, std::size_t size, std::size_t count,
                                    void* self) noexcept {
  auto& exchange = *static_cast<CurlExchange*>(self);
  exchange.too_large_ = exchange.response_.body.size() + size * count > largest_body;
  if (exchange.too_large_) return 0;
  exchange.response_.body.append({bytes, size * count});
  return size * count;
}

hellojohn::TransportFailure CurlExchange::failure_of(CURLcode result) const {
  hellojohn::TransportFailure failure;
  failure.code = too_large_ ? hellojohn::Errc::too_large
                 : refused_ ? hellojohn::Errc::cancelled
                            : code_of(result);
  failure.sent = sent_;
  failure.permanent = failure.code == hellojohn::Errc::usage;
  failure.detail = curl_easy_strerror(result);
  long status = 0;
  curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
  // A page that broke off must not pass for the service's yes.
  const bool is_page = response_.header("Content-Type").find("json") == std::string_view::npos;
  failure.status_seen =
      is_page && status < 300 ? std::uint16_t{0} : static_cast<std::uint16_t>(status);
  return failure;
}

void CurlExchange::finish(CURLcode result) noexcept {
  if (result != CURLE_OK) return sink_.on_failure(id_, failure_of(result));
  long status = 0;
  curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
  response_.status = static_cast<int>(status);
  sink_.on_response(id_, std::move(response_));
}

void CurlExchange::fail(hellojohn::Errc code, const char* detail) noexcept {
  hellojohn::TransportFailure failure;
  failure.code = code;
  failure.sent = sent_;
  failure.detail = detail;
  sink_.on_failure(id_, std::move(failure));
}

}  // namespace samples
