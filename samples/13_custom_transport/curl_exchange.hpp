// One request on one easy handle: what libcurl receives, what it reports, and which end follows from it.
// Knows nothing of threads and of other exchanges.
#pragma once

#include <hellojohn/transport.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include <curl/curl.h>

namespace samples {

/// **Thread** only the worker's. The address is given to libcurl: it must not move.
class CurlExchange {
 public:
  CurlExchange(hellojohn::ExchangeId id, hellojohn::HttpRequest&& request,
               hellojohn::ExchangeSink& sink) noexcept;
  CurlExchange(const CurlExchange&) = delete;
  CurlExchange& operator=(const CurlExchange&) = delete;

  [[nodiscard]] hellojohn::ExchangeId id() const noexcept { return id_; }
  [[nodiscard]] CURL* handle() const noexcept { return easy_.get(); }
  /// Sets the handle up. False if libcurl cannot take the request: fail() it.
  [[nodiscard]] bool prepare(std::string_view ca_pem);
  /// Reports the one end. Takes the result of the transfer.
  void finish(CURLcode result) noexcept;
  void fail(hellojohn::Errc code, const char* detail) noexcept;

 private:
  /// May the last bytes go? Asked once; a second time means that libcurl wants to send the request again.
  [[nodiscard]] bool ask_for_last_write() noexcept;
  [[nodiscard]] bool add_headers();
  void add_header(std::string_view name, std::string_view value);
  [[nodiscard]] hellojohn::TransportFailure failure_of(CURLcode result) const;

  static int before_request(void* self, char*, char*, int, int) noexcept;
  static std::size_t read_body(char* out, std::size_t size, std::size_t count, void* self) noexcept;
  static std::size_t take_header(char* text, std::size_t size, std::size_t count,
                                 void* self) noexcept;
  static std::size_t take_body(char* bytes, std::size_t size, std::size_t count,
                               void* self) noexcept;

  struct Closer {
    void operator()(CURL* easy) const noexcept { curl_easy_cleanup(easy); }
    void operator()(curl_slist* list) const noexcept;
  };
  hellojohn::ExchangeId id_;
  hellojohn::HttpRequest request_;
  hellojohn::ExchangeSink& sink_;
  std::unique_ptr<curl_slist, Closer> headers_;
  std::unique_ptr<CURL, Closer> easy_;
  std::size_t body_read_ = 0;
  std::size_t header_bytes_ = 0;
  bool asked_ = false;
  bool refused_ = false;
  bool too_large_ = false;
  hellojohn::Sent sent_ = hellojohn::Sent::none;
  hellojohn::HttpResponse response_;
};

}  // namespace samples
