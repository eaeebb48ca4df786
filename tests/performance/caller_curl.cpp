// libcurl's easy interface with a handle that is kept; no JSON is read or written.
#include "performance/caller.hpp"

#include <curl/curl.h>

#include <string>

namespace bench {
namespace {

std::size_t add(char* data, std::size_t size, std::size_t count, void* out) {
  static_cast<std::string*>(out)->append(data, size * count);
  return size * count;
}

class CurlCaller final : public Caller {
 public:
  explicit CurlCaller(const Target& target)
      : url_("https://localhost:" + std::to_string(target.port) + std::string(path)) {
    curl_global_init(CURL_GLOBAL_DEFAULT);
    ca_file_ = target.ca_file;
    bundle_ = target.system_roots;
    open();
    for (const std::string& line :
         {std::string("Content-Type: application/json"), std::string("Accept: application/json"),
          "X-Tenant-ID: " + std::string(tenant), "Authorization: Bearer " + std::string(key)})
      headers_ = curl_slist_append(headers_, line.c_str());
    configure();
  }
  ~CurlCaller() override {
    curl_easy_cleanup(handle_);
    curl_slist_free_all(headers_);
  }

  void calls(std::size_t count, Times& times) override {
    for (std::size_t i = 0; i < count; ++i) {
      const auto begun = Clock::now();
      answered_.clear();
      perform();
      times.push_back(Clock::now() - begun);
      if (answered_ != json_answer) broke("not the answer");
      curl_easy_setopt(handle_, CURLOPT_FRESH_CONNECT, 0L);
    }
  }
  /// Its cache of TLS sessions stays.
  void disconnect() override { curl_easy_setopt(handle_, CURLOPT_FRESH_CONNECT, 1L); }
  void forget_session() override {
    curl_easy_cleanup(handle_);
    open();
    configure();
  }

 private:
  /// Once more where the kept connection turned out to be dead.
  void perform() {
    CURLcode done = curl_easy_perform(handle_);
    if (done == CURLE_SEND_ERROR || done == CURLE_RECV_ERROR || done == CURLE_GOT_NOTHING) {
      answered_.clear();
      done = curl_easy_perform(handle_);
    }
    if (done != CURLE_OK) broke(curl_easy_strerror(done));
  }
  void open() { handle_ = curl_easy_init(); }
  void configure() {
    curl_easy_setopt(handle_, CURLOPT_URL, url_.c_str());
    curl_easy_setopt(handle_, CURLOPT_IPRESOLVE, static_cast<long>(CURL_IPRESOLVE_V4));
    if (!bundle_) curl_easy_setopt(handle_, CURLOPT_CAPATH, nullptr);
    curl_easy_setopt(handle_, CURLOPT_CAINFO, ca_file_.c_str());
    curl_easy_setopt(handle_, CURLOPT_HTTPHEADER, headers_);
    curl_easy_setopt(handle_, CURLOPT_USERAGENT, "bench");
    curl_easy_setopt(handle_, CURLOPT_POSTFIELDS, body.data());
    curl_easy_setopt(handle_, CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
    curl_easy_setopt(handle_, CURLOPT_TIMEOUT_MS, 15000L);
    curl_easy_setopt(handle_, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle_, CURLOPT_WRITEFUNCTION, add);
    curl_easy_setopt(handle_, CURLOPT_WRITEDATA, &answered_);
  }

  CURL* handle_ = nullptr;
  curl_slist* headers_ = nullptr;
  std::string url_, ca_file_, answered_;
  bool bundle_ = false;
};

}  // namespace

std::unique_ptr<Caller> make_caller(const Target& target) {
  return std::make_unique<CurlCaller>(target);
}

const Extra extra = nullptr;

}  // namespace bench
