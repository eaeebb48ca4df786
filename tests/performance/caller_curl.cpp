// libcurl's easy interface with a handle that is kept, and its multi interface for calls at once; no JSON is read or written.
#include "performance/caller.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <string>
#include <vector>

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
    for (const std::string& line :
         {std::string("Content-Type: application/json"), std::string("Accept: application/json"),
          "X-Tenant-ID: " + std::string(tenant), "Authorization: Bearer " + std::string(key)})
      headers_ = curl_slist_append(headers_, line.c_str());
    open(handle_, answered_);
  }
  ~CurlCaller() override {
    curl_easy_cleanup(handle_);
    for (const auto& line : lines_) curl_easy_cleanup(line->handle);
    curl_multi_cleanup(multi_);
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
    open(handle_, answered_);
  }
  bool many(std::size_t width, std::size_t total) override {
    if (multi_ == nullptr) multi_ = curl_multi_init();
    while (lines_.size() < width) {
      Line& line = *lines_.emplace_back(std::make_unique<Line>());
      open(line.handle, line.answered);
      curl_easy_setopt(line.handle, CURLOPT_PRIVATE, &line);
    }
    for (std::size_t i = 0; i < width; ++i) curl_multi_add_handle(multi_, lines_[i]->handle);
    for (std::size_t answered = 0, asked = width; answered < total;) {
      int running = 0;
      if (curl_multi_perform(multi_, &running) != CURLM_OK) broke("the multi interface failed");
      const std::size_t ended = take_ended(total - asked);
      answered += ended;
      asked += std::min(ended, total - asked);
      if (ended == 0) curl_multi_poll(multi_, nullptr, 0, 1000, nullptr);
    }
    return true;
  }

 private:
  struct Line {
    CURL* handle = nullptr;
    std::string answered{};
  };

  /// Each line that has its answer asks again, at most `to_ask` of them. Returns how many have one.
  std::size_t take_ended(std::size_t to_ask) {
    std::size_t ended = 0;
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
      if (message->data.result != CURLE_OK) broke(curl_easy_strerror(message->data.result));
      Line* line = nullptr;
      curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &line);
      if (line->answered != json_answer) broke("not the answer");
      line->answered.clear();
      curl_multi_remove_handle(multi_, line->handle);
      if (ended++ < to_ask) curl_multi_add_handle(multi_, line->handle);
    }
    return ended;
  }
  /// Once more where the kept connection turned out to be dead.
  void perform() {
    CURLcode done = curl_easy_perform(handle_);
    if (done == CURLE_SEND_ERROR || done == CURLE_RECV_ERROR || done == CURLE_GOT_NOTHING) {
      answered_.clear();
      done = curl_easy_perform(handle_);
    }
    if (done != CURLE_OK) broke(curl_easy_strerror(done));
  }
  void open(CURL*& handle, std::string& answered) {
    handle = curl_easy_init();
    curl_easy_setopt(handle, CURLOPT_URL, url_.c_str());
    curl_easy_setopt(handle, CURLOPT_IPRESOLVE, static_cast<long>(CURL_IPRESOLVE_V4));
    if (!bundle_) curl_easy_setopt(handle, CURLOPT_CAPATH, nullptr);
    curl_easy_setopt(handle, CURLOPT_CAINFO, ca_file_.c_str());
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers_);
    curl_easy_setopt(handle, CURLOPT_USERAGENT, "bench");
    curl_easy_setopt(handle, CURLOPT_POSTFIELDS, body.data());
    curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
    curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, 15000L);
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, add);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, &answered);
  }

  CURL* handle_ = nullptr;
  CURLM* multi_ = nullptr;
  std::vector<std::unique_ptr<Line>> lines_;
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
